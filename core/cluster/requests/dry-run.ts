import type { Client } from '../transport/client.ts';
import type { ApiObject, ObjectName, RequestOptions } from '../connection.ts';
import { objectPath, query } from './paths.ts';
import { ClusterTrouble } from '../trouble.ts';

/** Under this name Plinth's changes stand in `managedFields`; server-side apply is only ever a dry run. */
const FIELD_MANAGER = 'plinth';

/** Server-side apply refuses these: `managedFields` must be empty, and the others would bind the answer to one moment. */
const SERVER_SETS = new Set(['managedFields', 'resourceVersion', 'uid']);

/** Said of an object that is not understood, with status 500. */
const UNREADABLE = /failed to create typed patch object|failed to convert new object/u;

/**
 * What the server would make of an object. Conflicts with other managers are no error, because nothing is changed.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run
 */
export async function dryRun(
  client: Client,
  object: ApiObject,
  name: ObjectName,
  options: RequestOptions = {},
): Promise<ApiObject> {
  const path = `${objectPath(name)}${query({ dryRun: 'All', fieldManager: FIELD_MANAGER, force: true })}`;
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([key]) => !SERVER_SETS.has(key)));
  const { group, version, kind } = name.resource;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const body = JSON.stringify({ ...object, apiVersion, kind, metadata });
  // JSON is YAML, and this is the name that apply patches have.
  const wanted = { method: 'PATCH', path, body, contentType: 'application/apply-patch+yaml' } as const;
  try {
    return (await client.send(wanted, options)) as ApiObject;
  } catch (error) {
    // The server answers 500 to an object whose fields have a wrong type, or a value that cannot be read; both are the object's fault.
    if (!(error instanceof ClusterTrouble) || !UNREADABLE.test(error.said ?? '')) throw error;
    const why = /\): (?:unable to convert [^:]*: )?(.*)$/su.exec(
      error.said?.replace(/\) to proper version: /u, '): ') ?? '',
    )?.[1];
    const said = why ?? 'a field has a wrong type';
    const message = `The cluster does not understand ${kind} ${name.name}: ${said}`;
    const { status } = error;
    throw new ClusterTrouble('invalid', message, { said, ...(status === undefined ? {} : { status }) });
  }
}
