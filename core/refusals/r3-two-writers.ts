import type { LiveMember } from '../inventory/model.ts';
import { readServer } from '../procedures/members/server.ts';
import type { Refusal } from '../runner/step.ts';
import type { Check, Seen } from './refusal.ts';

/**
 * R3, never: two members that accept writes, where one should. Also refused, to be mended, while a member that serves does not say whether it accepts writes: it
 * may be the second one. Servers that are all alike, and stores that nothing tells of each other, have no such number.
 */
export const r3TwoWriters: Check = async (seen) => {
  const { alarms, members } = seen.database;
  const [alarm] = alarms;
  if (alarm !== undefined) return [twoWriters(alarm.members, alarm.message)];
  const writing = members.filter(({ writable }) => writable === true);
  const silent = members.filter(servesSilently);
  if (writing.length < 2 && silent.length === 0) return [];
  if (!(await hasOneWriter(seen))) return [];
  if (writing.length > 1) {
    const names = writing.map(({ pod }) => pod.name);
    return [twoWriters(names, `${names.join(', ')}: each says that it accepts writes`)];
  }
  return [notKnown(silent)];
};

/** Its server may run, and nobody knows whether it takes writes. One whose container is not up takes none. */
function servesSilently({ writable, phase, trouble, ready }: LiveMember): boolean {
  return writable === undefined && (ready || (phase === 'Running' && trouble === undefined));
}

/** Whether one of its members should accept writes, and the others follow it. What cannot be read is taken for such a set. Throws {@link ../cluster/trouble.ClusterTrouble}. */
export async function hasOneWriter({
  connection,
  database,
  signal,
}: Pick<Seen, 'connection' | 'database' | 'signal'>): Promise<boolean> {
  const server = await readServer(connection, database, signal);
  if (server === undefined) return true;
  const { engine, context, cache, replication } = server.model;
  const areApart = cache && replication.state === 'none';
  return !areApart && (engine.live?.singleWriter(context) ?? true);
}

const twoWriters = (names: readonly string[], evidence: string): Refusal => ({
  id: 'R3',
  kind: 'never',
  what: `${names.length > 0 ? names.join(' and ') : 'Two members'} accept writes: with every write their data part further.`,
  evidence,
  wayOut:
    'Keep the applications away from all but one of them, decide which one has the data to keep, and fence the others.',
});

const notKnown = (silent: readonly LiveMember[]): Refusal => ({
  id: 'R3',
  kind: 'mend',
  what: `Whether ${silent.map(({ pod }) => pod.name).join(' and ')} accepts writes is not known: it may be a second writer.`,
  evidence: silent
    .map(({ pod, asked }) => `${pod.name}: ${asked.why ?? (asked.state === 'never' ? 'not asked yet' : asked.state)}`)
    .join('; '),
  wayOut: 'Let it answer (see its reason), or end it.',
});
