import { Field } from '../../engines/model/field.ts';
import type { ManifestObject } from '../documents/index.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { meets, nearest } from './candidates.ts';
import type { Wanted } from './candidates.ts';
import type { Definition } from './reference.ts';
import { groupOf } from './walk.ts';

/** What a controller makes of an object under a name that follows from it. */
interface Provision {
  readonly from: string;
  readonly group: string;
  readonly makes: string;
  /** What the controller hangs onto the object's own name. */
  readonly suffix?: string;
  /** Where the name of what is made stands; where nothing stands there, it is the object's own. */
  readonly field?: readonly string[];
}

const CNPG = 'postgresql.cnpg.io';
const cnpg = (makes: string, suffix: string): Provision => ({ from: 'Cluster', group: CNPG, makes, suffix });

/**
 * Sources: https://cloudnative-pg.io/documentation/current/applications/, https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/accessing-services,
 * https://external-secrets.io/latest/api/externalsecret/, https://cert-manager.io/docs/usage/certificate/, https://github.com/bitnami-labs/sealed-secrets
 */
const PROVISIONS: readonly Provision[] = [
  { from: 'SealedSecret', group: 'bitnami.com', makes: 'Secret' },
  { from: 'ExternalSecret', group: 'external-secrets.io', makes: 'Secret', field: ['spec', 'target', 'name'] },
  { from: 'Certificate', group: 'cert-manager.io', makes: 'Secret', field: ['spec', 'secretName'] },
  cnpg('Service', '-rw'),
  cnpg('Service', '-ro'),
  cnpg('Service', '-r'),
  cnpg('Secret', '-app'),
  cnpg('Secret', '-superuser'),
  { from: 'Elasticsearch', group: 'elasticsearch.k8s.elastic.co', makes: 'Service', suffix: '-es-http' },
  { from: 'Elasticsearch', group: 'elasticsearch.k8s.elastic.co', makes: 'Secret', suffix: '-es-elastic-user' },
];

/** Where an object that stands in no file comes from: a claim template, a controller's resource, a kustomization's generator. */
export function provided(wanted: Wanted, origin: ManifestObject, workspace: Workspace): Definition[] {
  const makers = [
    ...(wanted.kind === 'PersistentVolumeClaim' ? claimTemplates(wanted, workspace) : []),
    ...PROVISIONS.filter(({ makes }) => makes === wanted.kind).flatMap((one) => ofController(one, wanted, workspace)),
    ...generators(wanted, workspace),
  ];
  const near = new Set(
    nearest(
      makers.map(({ object }) => object),
      origin,
      wanted.namespace,
    ),
  );
  return makers.filter(({ object }) => near.has(object));
}

/** The claim `data-db-0` is made from the template `data` of the StatefulSet `db`. Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage */
function claimTemplates({ name, namespace }: Wanted, workspace: Workspace): Definition[] {
  const stem = /^(.+)-\d+$/u.exec(name)?.[1];
  if (stem === undefined) return [];
  const dashes = [...stem.matchAll(/-/gu)].map(({ index }) => index);
  return dashes.flatMap((dash) =>
    workspace
      .named('StatefulSet', stem.slice(dash + 1))
      .filter((object) => meets(object.namespace, namespace))
      .flatMap((object) =>
        new Field(object, ['spec', 'volumeClaimTemplates'])
          .items()
          .map((template) => template.at('metadata', 'name'))
          .filter((field) => field.string() === stem.slice(0, dash))
          .map((field): Definition => ({ what: 'volume', name: stem.slice(0, dash), object, path: field.path })),
      ),
  );
}

function ofController(
  { from, group, makes, suffix = '', field = [] }: Provision,
  { name, namespace }: Wanted,
  workspace: Workspace,
): Definition[] {
  const own = suffix === '' ? name : name.endsWith(suffix) ? name.slice(0, -suffix.length) : undefined;
  if (own === undefined) return [];
  const objects = field.length === 0 ? workspace.named(from, own) : workspace.ofKind(from);
  return objects
    .filter((object) => groupOf(object.apiVersion) === group && meets(object.namespace, namespace))
    .flatMap((object): Definition[] => {
      const said = new Field(object, field);
      const path = field.length > 0 && said.exists ? field : ['metadata', 'name'];
      const written = new Field(object, path).string();
      return written === own ? [{ what: `object ${makes}`, name, object, path }] : [];
    });
}

/** `configMapGenerator` and `secretGenerator`: references name what is generated without the suffix of its hash. */
function generators({ kind, name, namespace }: Wanted, workspace: Workspace): Definition[] {
  const list = kind === 'ConfigMap' ? 'configMapGenerator' : kind === 'Secret' ? 'secretGenerator' : undefined;
  if (list === undefined) return [];
  return [...workspace.kustomizations.values()].flatMap(({ object, namespace: whole }) =>
    new Field(object, [list]).items().flatMap((generator): Definition[] => {
      const field = generator.at('name');
      if (field.string() !== name || !meets(generator.at('namespace').string() ?? whole, namespace)) return [];
      return [{ what: `object ${kind}`, name, object, path: field.path }];
    }),
  );
}
