import type { PatchOperation } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { placeOf, type SetName } from '../../procedures/scale/set-seen.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { readRecord, recordFact, recordText, STOPPED, type StopRecord } from './record.ts';

/** The fact under which the record stands in the journal. */
export const RECORD = 'record';

const PATH = `/metadata/annotations/${STOPPED.replace('/', '~1')}`;

/** Writes the record onto the workload, in place of an older one. */
export async function writeRecord(hand: Hand, name: SetName, record: StopRecord): Promise<void> {
  const put: PatchOperation = { op: 'add', path: PATH, value: recordText(record) };
  await hand.patch(placeOf(name), [put]);
}

/** The record that this operation has written; undefined where it has not, or another stands there. */
export async function ownRecord(hand: Hand, name: SetName): Promise<StopRecord | undefined> {
  const record = readRecord(await hand.see.read(placeOf(name), { signal: hand.signal }));
  return typeof record !== 'string' && record.operation === hand.id ? record : undefined;
}

/** Writes down how the database is, before anything is taken away: on the workload for whoever starts it, and in the journal for whoever takes the operation up. */
export function recordStep(name: SetName, record: StopRecord): Step {
  const { namespace, set } = name;
  return {
    id: 'record',
    title: 'Record how it is: replicas, roles, claims',
    commands: [`kubectl --namespace ${namespace} annotate statefulset ${set} ${STOPPED}='…'`],
    needs: ['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.statefulSets, namespace })),
    removesWrites: false,
    deadline: 60,
    observe: async (hand): Promise<Observation> =>
      (await ownRecord(hand, name)) !== undefined && hand.facts[RECORD] !== undefined
        ? { state: 'done', evidence: `${set} has the record of this operation.` }
        : { state: 'todo', evidence: `${set} has no record of this operation.` },
    act: async (hand) => {
      await hand.keep(RECORD, recordFact(record));
      await writeRecord(hand, name, record);
    },
    undo: {
      title: 'take the record off again',
      commands: [`kubectl --namespace ${namespace} annotate statefulset ${set} ${STOPPED}-`],
      act: async (hand) => {
        if ((await ownRecord(hand, name)) !== undefined)
          await hand.patch(placeOf(name), [{ op: 'remove', path: PATH }]);
      },
      verify: async (hand) =>
        (await ownRecord(hand, name)) === undefined
          ? { state: 'done', evidence: `${set} has no record of this operation.` }
          : { state: 'todo', evidence: `${set} still has the record of this operation.` },
    },
  };
}

/** Takes the record off a database that was started. */
export function unrecordStep(name: SetName, operation: string): Step {
  const { namespace, set } = name;
  const look = async (hand: Hand): Promise<Observation> => {
    const record = readRecord(await hand.see.read(placeOf(name), { signal: hand.signal }));
    return typeof record !== 'string' && record.operation === operation
      ? { state: 'todo', evidence: `${set} still has the record of its stop.` }
      : { state: 'done', evidence: `${set} has no record of that stop any more.` };
  };
  return {
    id: 'unrecord',
    title: 'Take the record of the stop off',
    commands: [`kubectl --namespace ${namespace} annotate statefulset ${set} ${STOPPED}-`],
    needs: ['get', 'patch'].map((verb) => ({ verb, resource: RESOURCES.statefulSets, namespace })),
    removesWrites: false,
    deadline: 60,
    observe: look,
    act: async (hand) => {
      if ((await look(hand)).state === 'todo') await hand.patch(placeOf(name), [{ op: 'remove', path: PATH }]);
    },
  };
}
