import type { Json } from '../../../engines/model/object.ts';
import { valueAt } from '../../../engines/model/object.ts';
import type { ApiObject, Connection, ObjectName, RequestOptions, Resource } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { differences } from './differences.ts';
import type { DriftField } from './differences.ts';
import { hideSecrets } from './hide.ts';
import { without, withoutServerSet } from './server-set.ts';

export interface Drift {
  /** `missing`: the cluster has no such object. */
  readonly state: 'same' | 'differs' | 'missing';
  readonly fields: readonly DriftField[];
  /**
   * `server`: the server said what it would make of the manifest (a dry run: nothing was changed). `manifest`: only the fields that the manifest sets
   * were compared, and `why` says why no more.
   */
  readonly by: 'server' | 'manifest';
  readonly why: string | undefined;
}

type Way = Pick<Connection, 'read' | 'dryRun' | 'discover'>;

/**
 * Compares a manifest with the live object of its name, field by field. Namespace and values are the manifest's; `namespace` is used where it
 * names none. Throws {@link ClusterTrouble} where the live object cannot be read or the manifest names none.
 */
export async function compare(
  manifest: Json,
  connection: Way,
  namespace: string | undefined,
  options: RequestOptions = {},
): Promise<Drift> {
  const name = await nameOf(manifest, connection, namespace, options);
  let live: ApiObject;
  try {
    live = await connection.read(name, options);
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'missing') {
      return { state: 'missing', fields: [], by: 'server', why: undefined };
    }
    throw error;
  }
  try {
    const made = await connection.dryRun(asSent(manifest, name), name, options);
    return compareMade(manifest, made, live);
  } catch (error) {
    const why = refusalOf(error, name.resource.kind);
    if (why === undefined) throw error;
    return { ...compareFields(manifest, live), why };
  }
}

/** Compares what the server would make of a manifest with what is there. */
export function compareMade(manifest: Json, made: Json, live: Json): Drift {
  const fields = differences(withoutServerSet(made), withoutServerSet(live), manifest, 'whole');
  return driftOf(fields, manifest, 'server');
}

/** Compares only the fields that the manifest sets: what the server adds by itself, nobody can tell then. */
export function compareFields(manifest: Json, live: Json): Drift {
  const bare = withoutServerSet(manifest);
  return driftOf(
    differences(withStringData(bare, live), withoutServerSet(live), manifest, 'set'),
    manifest,
    'manifest',
  );
}

function driftOf(found: readonly DriftField[], manifest: Json, by: Drift['by']): Drift {
  const kind = valueAt(manifest, ['kind']);
  const fields = found.map((field) => hideSecrets(field, typeof kind === 'string' ? kind : ''));
  return { state: fields.length === 0 ? 'same' : 'differs', fields, by, why: undefined };
}

/** `stringData` is never read back: the server keeps it in `data`. */
function withStringData(manifest: Json, live: Json): Json {
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) return manifest;
  const { stringData, ...rest } = manifest as Readonly<Record<string, Json>>;
  if (stringData === undefined || valueAt(live, ['kind']) !== 'Secret') return manifest;
  const data = Object.fromEntries(
    Object.entries(stringData as Readonly<Record<string, Json>>).map(([key, value]) => [
      key,
      Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64'),
    ]),
  );
  return { ...rest, data: { ...(valueAt(rest, ['data']) as object | undefined), ...data } };
}

/** Why no dry run was possible, where that leaves a comparison by the manifest's own fields. */
function refusalOf(error: unknown, kind: string): string | undefined {
  if (!(error instanceof ClusterTrouble)) return undefined;
  if (error.kind === 'forbidden') {
    return 'You may not apply this object, not even as a trial: only the fields that the manifest sets were compared.';
  }
  if (error.kind !== 'invalid' && error.kind !== 'conflict') return undefined;
  const refuses = 'The server would refuse this manifest over what is there';
  // What a server says of a Secret may quote it.
  return kind === 'Secret' ? `${refuses}.` : `${refuses}: ${error.message}`;
}

function asSent(manifest: Json, { namespace }: ObjectName): ApiObject {
  const object = manifest as ApiObject;
  const rest = without(object, new Set(['status']));
  return { ...rest, metadata: { ...object.metadata, ...(namespace !== undefined && { namespace }) } };
}

async function nameOf(
  manifest: Json,
  connection: Pick<Connection, 'discover'>,
  namespace: string | undefined,
  options: RequestOptions,
): Promise<ObjectName> {
  const text = (...path: string[]): string | undefined => {
    const value = valueAt(manifest, path);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const apiVersion = text('apiVersion');
  const kind = text('kind');
  const name = text('metadata', 'name');
  if (apiVersion === undefined || kind === undefined || name === undefined) {
    throw new ClusterTrouble('invalid', 'The manifest names no object: it needs apiVersion, kind and metadata.name.');
  }
  const resource = await resourceOf(apiVersion, kind, connection, options);
  const where = text('metadata', 'namespace') ?? namespace ?? 'default';
  return { resource, namespace: resource.namespaced ? where : undefined, name };
}

async function resourceOf(
  apiVersion: string,
  kind: string,
  connection: Pick<Connection, 'discover'>,
  options: RequestOptions,
): Promise<Resource> {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/', 2) : ['', apiVersion];
  const isIt = (one: Resource): boolean => one.group === group && one.kind === kind;
  const known =
    Object.values<Resource>(RESOURCES).find((one) => isIt(one) && one.version === version) ??
    (await connection.discover(options)).resources.find(isIt);
  if (known) return known.version === version || version === undefined ? known : { ...known, version };
  throw new ClusterTrouble('missing', `The cluster does not know ${kind} of ${apiVersion}.`);
}
