// What a cluster would say to manifests, without changing anything: server-side apply as a dry run, one object after the other.
import type { Json, Path } from '../../engines/model/object.ts';
import type { ApiObject, Connection, Resource } from '../cluster/connection.ts';
import { ClusterTrouble, type TroubleKind } from '../cluster/trouble.ts';
import { pathOf } from './field-path.ts';
import { withoutSecrets } from './without-secrets.ts';

/** What the cluster says against one place of an object. */
export interface Fault {
  /** The field; empty for the object as a whole. */
  readonly path: Path;
  /** The API's own words, secrets taken out. */
  readonly message: string;
}

/** What became of one object. `unknown`: nobody can tell before something else is there, or may ask; `why` says what. */
export type Verdict =
  | { readonly state: 'accepted' }
  | { readonly state: 'refused'; readonly faults: readonly Fault[] }
  | { readonly state: 'unknown'; readonly why: string };

/** An object as a manifest says it. */
export type Written = Readonly<Record<string, Json>>;

/** These are about the way to the cluster, not about an object. */
const NO_ANSWER: readonly TroubleKind[] = [
  'unreachable',
  'unauthenticated',
  'credentials',
  'certificate',
  'cancelled',
  'broken',
];

/** `groups/version`, or the version alone. */
const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '');
const versionOf = (apiVersion: string): string => apiVersion.split('/').at(-1) ?? '';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const at = (value: Json | undefined, ...path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Written)[key] : undefined,
    value,
  );

/** What the objects of one run bring with them: namespaces and kinds. */
function broughtBy(objects: readonly Written[]): {
  readonly namespaces: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
} {
  const of = (kind: string): Written[] => objects.filter((one) => one['kind'] === kind);
  return {
    namespaces: new Set(of('Namespace').flatMap((one) => text(at(one, 'metadata', 'name')) ?? [])),
    kinds: new Set(
      of('CustomResourceDefinition').map(
        (one) => `${text(at(one, 'spec', 'group')) ?? ''}/${text(at(one, 'spec', 'names', 'kind')) ?? ''}`,
      ),
    ),
  };
}

/** The places that an answer is about. Where the API names no field, its words may: `.spec.replica: field not declared in schema`. */
function faultsOf({ causes, said, message }: ClusterTrouble, object: Written): Fault[] {
  const clean = withoutSecrets(object);
  const named = causes.flatMap(({ field, message: words }) => {
    const path = field === undefined ? undefined : pathOf(field, object);
    return [
      { path: path ?? [], message: clean(field === undefined || path === undefined ? words : `${field}: ${words}`) },
    ];
  });
  if (named.length > 0) return named;
  const words = said ?? message;
  const field =
    /(?:^|[\s:])\.?([\w-]+(?:\.[\w-]+|\[[^\]]*\])+): /u.exec(words)?.[1] ?? /unknown field "([^"]+)"/u.exec(words)?.[1];
  return [{ path: (field === undefined ? undefined : pathOf(field, object)) ?? [], message: clean(words) }];
}

/** 403 is said to people without the right, and by admission to objects that it does not let in. https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/ */
const isLackOfRights = ({ kind, said = '' }: ClusterTrouble): boolean =>
  kind === 'forbidden' && /cannot (?:get|patch|create|update) resource/u.test(said);

/**
 * Asks a cluster what it would say to each of the objects, in their order; nothing is changed. `namespace`: for those that name none. Throws {@link ClusterTrouble} where the cluster gives no
 * answer at all.
 */
export async function dryRunAll(
  connection: Pick<Connection, 'discover' | 'dryRun'>,
  objects: readonly Written[],
  { namespace, signal }: { readonly namespace: string; readonly signal?: AbortSignal },
): Promise<readonly Verdict[]> {
  const options = signal === undefined ? {} : { signal };
  const { resources } = await connection.discover(options);
  const brought = broughtBy(objects);
  const verdicts: Verdict[] = [];
  for (const object of objects) verdicts.push(await tried(object));
  return verdicts;

  async function tried(object: Written): Promise<Verdict> {
    const [apiVersion = '', kind = '', name] = [
      text(object['apiVersion']),
      text(object['kind']),
      text(at(object, 'metadata', 'name')),
    ];
    const refused = (path: Path, message: string): Verdict => ({ state: 'refused', faults: [{ path, message }] });
    if (name === undefined)
      return text(at(object, 'metadata', 'generateName')) === undefined
        ? refused(['metadata'], `The ${kind} has no metadata.name.`)
        : { state: 'unknown', why: 'Its name is made when it is created.' };
    const resource = served(apiVersion, kind);
    if (resource === undefined)
      return brought.kinds.has(`${groupOf(apiVersion)}/${kind}`)
        ? { state: 'unknown', why: `The definition of ${kind} has to be applied first.` }
        : refused(['kind'], `The cluster serves no ${kind} of ${apiVersion}.`);
    const where = resource.namespaced ? (text(at(object, 'metadata', 'namespace')) ?? namespace) : undefined;
    try {
      const metadata = {
        ...(object['metadata'] as ApiObject['metadata']),
        ...(where === undefined ? {} : { namespace: where }),
      };
      await connection.dryRun({ ...object, metadata }, { resource, namespace: where, name }, options);
      return { state: 'accepted' };
    } catch (error) {
      if (!(error instanceof ClusterTrouble) || NO_ANSWER.includes(error.kind)) throw error;
      if (error.kind === 'missing' && where !== undefined && brought.namespaces.has(where))
        return { state: 'unknown', why: `The namespace ${where} has to be applied first.` };
      if (error.kind === 'missing' && error.said?.includes('could not find the requested resource') === true)
        return refused(['apiVersion'], `The cluster serves ${kind}, but not in ${apiVersion}.`);
      if (isLackOfRights(error) || ['busy', 'server', 'timeout', 'expired'].includes(error.kind))
        return { state: 'unknown', why: withoutSecrets(object)(error.message) };
      return { state: 'refused', faults: faultsOf(error, object) };
    }
  }

  function served(apiVersion: string, kind: string): Resource | undefined {
    const [group, version] = [groupOf(apiVersion), versionOf(apiVersion)];
    const same = resources.find((one) => one.group === group && one.kind === kind);
    // Discovery gives each resource in the version that the server prefers; an older one that it serves too is asked for as it is written.
    return same === undefined ? undefined : { ...same, version };
  }
}
