import type { ApiObject, Resource } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import { managersOf } from './managed-fields.ts';
import type { Owner, Sight } from './owner.ts';

/** One of Flux' two kinds that put objects back. */
interface Kind {
  readonly resource: Resource;
  /** Labels `<group>/name` and `<group>/namespace` say whose an object is. */
  readonly group: string;
  readonly manager: string;
  readonly source: string;
}

const kind = (group: string, version: string, plural: string, name: string, manager: string, source: string): Kind => ({
  resource: { group, version, plural, kind: name, namespaced: true },
  group,
  manager,
  source,
});

const KUSTOMIZATION = kind(
  'kustomize.toolkit.fluxcd.io',
  'v1',
  'kustomizations',
  'Kustomization',
  'kustomize-controller',
  'https://fluxcd.io/flux/components/kustomize/kustomizations/#suspend',
);
const HELM_RELEASE = kind(
  'helm.toolkit.fluxcd.io',
  'v2',
  'helmreleases',
  'HelmRelease',
  'helm-controller',
  'https://fluxcd.io/flux/components/helm/helmreleases/#suspend',
);

/** On a single object: Flux leaves it alone. https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources */
const RECONCILE = 'kustomize.toolkit.fluxcd.io/reconcile';

/** Flux, where it sets this field of the object. Throws {@link ClusterTrouble} for an API that fails. */
export async function fluxOf(
  sight: Sight,
  object: ApiObject,
  path: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Owner[]> {
  const managers = managersOf(object, path);
  const read = fieldOf(object).at('metadata');
  const owners: Owner[] = [];
  for (const one of [KUSTOMIZATION, HELM_RELEASE]) {
    const name = read.at('labels', `${one.group}/name`).string();
    if (!managers.includes(one.manager) || name === undefined) continue;
    const namespace = read.at('labels', `${one.group}/namespace`).string() ?? object.metadata.namespace;
    owners.push(await ownerOf(sight, one, { namespace, name }, object, path, signal));
  }
  return owners;
}

async function ownerOf(
  sight: Sight,
  { resource, source }: Kind,
  { namespace, name }: { readonly namespace: string | undefined; readonly name: string },
  object: ApiObject,
  path: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Owner> {
  const own = `${resource.kind} ${namespace ?? ''}/${name}`;
  const place = { resource, namespace, name };
  let found: ApiObject;
  try {
    found = await sight.read(place, signal ? { signal } : {});
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || !['missing', 'forbidden'].includes(error.kind)) throw error;
    const why = error.kind === 'forbidden' ? 'one may not read it' : 'there is none in this cluster';
    return {
      by: 'Flux',
      name: own,
      state: 'unknown',
      evidence: `Flux set it by ${own}, which cannot be seen from here: ${why}`,
      pause: undefined,
    };
  }
  const spec = fieldOf(found).at('spec');
  const isSuspended = spec.at('suspend').boolean() === true;
  const isOff = fieldOf(object).at('metadata', 'annotations', RECONCILE).string() === 'disabled';
  const isPassive = resource.kind === 'HelmRelease' && !correctsDrift(found, path);
  const state = isSuspended || isOff ? 'paused' : isPassive ? 'passive' : 'active';
  const words = {
    paused: isSuspended ? `${own} is suspended` : `${RECONCILE}: disabled stands on the object`,
    passive: `${own} corrects no drift here, and sets it with its next upgrade`,
    active: `${own} sets it with every reconciliation`,
  };
  const command = (value: boolean): string =>
    `kubectl patch ${resource.plural}.${resource.group} ${name} --namespace=${namespace ?? ''} --type=merge --patch '{"spec":{"suspend":${String(value)}}}'`;
  return {
    by: 'Flux',
    name: own,
    state,
    evidence: words[state],
    pause: {
      object: place,
      path: ['spec', 'suspend'],
      value: true,
      before: spec.at('suspend').boolean(),
      command: command(true),
      undoCommand: command(false),
      source,
    },
  };
}

/** https://fluxcd.io/flux/components/helm/helmreleases/#drift-detection */
function correctsDrift(release: ApiObject, path: readonly string[]): boolean {
  const drift = fieldOf(release).at('spec', 'driftDetection');
  if (drift.at('mode').string() !== 'enabled') return false;
  const pointed = `/${path.join('/')}`;
  const isIgnored = drift
    .at('ignore')
    .items()
    .some((one) => one.at('paths').strings().includes(pointed) && !one.at('target').exists);
  return !isIgnored;
}
