import { ClusterTrouble } from '../cluster/trouble.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import { FENCE_NOTE, readNote, type FenceNote } from '../procedures/fence/note.ts';
import { readJournal } from '../runner/journal-text.ts';
import { journalName } from '../runner/names.ts';
import type { Check, Seen } from './refusal.ts';

/**
 * R15, to be mended: a member is fenced. Whoever scales, restarts or turns the set meanwhile would let the member come back, or bring others to its gate, and what they
 * note as the state to come back to would be that of the fence.
 */
export const r15FencedMember: Check = async (seen) => {
  const { workload } = seen;
  const note = readNote(fieldOf(workload));
  if (note === undefined) return [];
  const { name, namespace = '' } = workload.metadata;
  if (note === 'unreadable')
    return [
      {
        id: 'R15',
        kind: 'mend',
        what: `A member of ${name} is fenced, and nobody can tell how.`,
        evidence: `its annotation ${FENCE_NOTE} cannot be read`,
        wayOut: 'Put back by hand what was changed, and remove the annotation.',
      },
    ];
  return [
    {
      id: 'R15',
      kind: 'mend',
      what: `${note.pod} is fenced: it is kept away on purpose, and would come back, or keep others away with it.`,
      evidence: await whoAndSince(seen, namespace, note),
      wayOut: `Let ${note.pod} come back first: plinth unfence ${name}. Where another member leads since, it must be made to follow before.`,
    },
  ];
};

/** Who fenced it, and since when, as far as the journal of that operation is still there. */
async function whoAndSince({ connection, signal }: Seen, namespace: string, note: FenceNote): Promise<string> {
  const since = note.since === undefined ? '' : ` at ${new Date(note.since).toISOString()}`;
  const operation = `fenced by the operation ${note.by}${since}`;
  try {
    const object = await connection.read(journalName(namespace, note.by), signal ? { signal } : {});
    const record = readJournal(object);
    if (typeof record === 'string') return operation;
    return `${operation}, asked for by ${record.by} at ${new Date(record.started).toISOString()} («${record.title}»)`;
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || !['missing', 'forbidden'].includes(error.kind)) throw error;
    return operation;
  }
}
