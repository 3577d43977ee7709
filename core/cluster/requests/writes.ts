import type { ApiObject, ObjectName, PatchOperation, RemoveOptions, WriteOptions } from '../connection.ts';
import type { Client } from '../transport/client.ts';
import { collectionPath, objectPath, podPath, query } from './paths.ts';

/** Under this name Plinth's changes stand in `managedFields`. */
const FIELD_MANAGER = 'plinth';

const search = ({ dryRun = false }: WriteOptions): string =>
  query({ fieldManager: FIELD_MANAGER, dryRun: dryRun ? 'All' : undefined });

const JSON_TYPE = 'application/json';

/** Makes an object. https://kubernetes.io/docs/reference/using-api/api-concepts/ */
export async function create(
  client: Client,
  object: ApiObject,
  { resource, namespace }: ObjectName,
  options: WriteOptions = {},
): Promise<ApiObject> {
  const path = `${collectionPath(resource, namespace)}${search(options)}`;
  const wanted = { method: 'POST', path, body: JSON.stringify(object), contentType: JSON_TYPE } as const;
  return (await client.send(wanted, options)) as ApiObject;
}

/** Puts a whole object where its resourceVersion is the newest. */
export async function replace(
  client: Client,
  object: ApiObject,
  name: ObjectName,
  options: WriteOptions = {},
): Promise<ApiObject> {
  const path = `${objectPath(name)}${search(options)}`;
  const wanted = { method: 'PUT', path, body: JSON.stringify(object), contentType: JSON_TYPE } as const;
  return (await client.send(wanted, options)) as ApiObject;
}

/** https://www.rfc-editor.org/rfc/rfc6902: all operations or none. */
export async function patch(
  client: Client,
  name: ObjectName,
  operations: readonly PatchOperation[],
  options: WriteOptions = {},
): Promise<ApiObject> {
  const path = `${objectPath(name)}${search(options)}`;
  const contentType = 'application/json-patch+json';
  const wanted = { method: 'PATCH', path, body: JSON.stringify(operations), contentType } as const;
  return (await client.send(wanted, options)) as ApiObject;
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/ */
export async function remove(client: Client, name: ObjectName, options: RemoveOptions = {}): Promise<void> {
  const { uid, resourceVersion, propagation, graceSeconds, dryRun = false, evict = false } = options;
  const how = {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    ...(uid === undefined && resourceVersion === undefined ? {} : { preconditions: { uid, resourceVersion } }),
    ...(propagation === undefined ? {} : { propagationPolicy: propagation }),
    ...(graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds }),
    ...(dryRun ? { dryRun: ['All'] } : {}),
  };
  const wanted = evict ? eviction(name, how) : ({ method: 'DELETE', path: objectPath(name), body: how } as const);
  await client.send({ ...wanted, body: JSON.stringify(wanted.body), contentType: JSON_TYPE }, options);
}

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/eviction-v1/ */
function eviction(
  { namespace = '', name }: ObjectName,
  deleteOptions: object,
): { readonly method: 'POST'; readonly path: string; readonly body: object } {
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions };
  return { method: 'POST', path: podPath(namespace, name, 'eviction'), body };
}
