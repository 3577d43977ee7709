import type { ApiObject, Connection, PatchOperation } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import type { JournalRecord } from './journal-model.ts';
import { EPOCH_ANNOTATION } from './names.ts';
import type { DatabaseName } from './plan.ts';

/** https://www.rfc-editor.org/rfc/rfc6901: a slash within a key is `~1`. */
const PATH = `/metadata/annotations/${EPOCH_ANNOTATION.replace('/', '~1')}`;

const annotationsOf = ({ metadata }: ApiObject): Readonly<Record<string, unknown>> | undefined =>
  metadata['annotations'] as Readonly<Record<string, unknown>> | undefined;

/** The newest epoch that has changed an object; 0 where none has. */
export function epochOf(object: ApiObject): number {
  const epoch = Number(annotationsOf(object)?.[EPOCH_ANNOTATION] ?? 0);
  return Number.isInteger(epoch) ? epoch : 0;
}

/** The test that stands before all changes of a runner of this epoch. */
export const stamped = (epoch: number): PatchOperation => ({ op: 'test', path: PATH, value: String(epoch) });

/** What puts the epoch on an object as it was read, unless it has changed since; nothing where it is there. */
export function claimed(object: ApiObject, epoch: number): readonly PatchOperation[] {
  const annotations = annotationsOf(object);
  if (annotations?.[EPOCH_ANNOTATION] === String(epoch)) return [];
  const add: PatchOperation =
    annotations === undefined
      ? { op: 'add', path: '/metadata/annotations', value: { [EPOCH_ANNOTATION]: String(epoch) } }
      : { op: 'add', path: PATH, value: String(epoch) };
  return [{ op: 'test', path: '/metadata/resourceVersion', value: object.metadata.resourceVersion ?? '' }, add];
}

/** The newest epoch that a database's workload and journals carry; 0 where none does, or where they cannot be read. */
export async function newestEpoch(
  connection: Connection,
  { namespace, kind, name }: DatabaseName,
  records: readonly JournalRecord[],
): Promise<number> {
  const resource = Object.values(RESOURCES).find((one) => one.kind === kind);
  const workload = resource && (await connection.read({ resource, namespace, name }).catch(() => undefined));
  return Math.max(0, ...records.map(({ epoch }) => epoch), workload === undefined ? 0 : epochOf(workload));
}
