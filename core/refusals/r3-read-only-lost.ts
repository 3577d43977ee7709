import { readOnlyScript, readReadOnly } from '../../engines/mysql-family/read-only.ts';
import type { LiveMember } from '../inventory/model.ts';
import { readServer } from '../procedures/members/server.ts';
import type { Refusal } from '../runner/step.ts';
import type { Check } from './refusal.ts';

/**
 * R3 again, to be mended: restarting a replica of MySQL or MariaDB that was made read-only by a statement alone. It comes back as a second member that accepts writes. Where
 * a replica does not tell, a person may accept it by typing.
 */
export const r3ReadOnlyLost: Check = async ({ connection, database, ask, signal }) => {
  const { engine, members } = database;
  const replicas = members.filter(({ role }) => role === 'replica');
  if ((engine !== 'mysql' && engine !== 'mariadb') || replicas.length === 0 || ask === undefined) return [];
  const server = await readServer(connection, database, signal);
  if (server === undefined) return [];
  const { context } = server.model;
  const refusals: Refusal[] = [];
  for (const member of replicas) {
    const { exitCode, stdout } = await ask(member.pod.name, readOnlyScript(context, engine));
    const { state, why } = readReadOnly(exitCode === 0 ? stdout : '', context);
    if (state === 'passing' || state === 'unknown') refusals.push(refusal(member, state, why, engine));
  }
  return refusals;
};

const refusal = (
  { pod }: LiveMember,
  state: 'passing' | 'unknown',
  why: string,
  engine: 'mysql' | 'mariadb',
): Refusal => ({
  id: 'R3',
  kind: state === 'passing' ? 'mend' : 'typed',
  what:
    state === 'passing'
      ? `${pod.name} would come back accepting writes, beside the primary.`
      : `Whether ${pod.name} comes back read-only is not known.`,
  evidence: `${pod.name}: ${why}`,
  wayOut:
    engine === 'mysql'
      ? 'SET PERSIST super_read_only = ON on the replica.'
      : 'Put read_only = ON into the configuration of the replica; MariaDB persists nothing.',
});
