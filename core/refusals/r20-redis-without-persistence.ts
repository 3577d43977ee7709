import { persistenceScript, readPersistence, type Kept } from '../../engines/redis/live-persistence.ts';
import { readServer } from '../procedures/members/server.ts';
import type { Check, Seen } from './refusal.ts';

/**
 * R20, to be mended: restarting a Redis or Valkey primary that keeps nothing on disk. It would come back empty, and its replicas would empty themselves after it. The
 * configuration counts, for with it the server starts; where it is out of sight, the running server is asked.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/replication/#safety-of-replication-when-master-has-persistence-turned-off
 */
export const r20RedisWithoutPersistence: Check = async (seen) => {
  const { engine } = seen.database;
  if (engine !== 'redis' && engine !== 'valkey') return [];
  const { state, why } = await persistenceOf(seen, engine);
  if (state === 'on') return [];
  return [
    {
      id: 'R20',
      kind: 'mend',
      what:
        state === 'off'
          ? 'The primary keeps nothing on disk: it would come back empty, and its replicas would empty themselves after it.'
          : 'Whether the primary keeps its data on disk is not known: it may come back empty, and empty its replicas.',
      evidence: why,
      wayOut:
        'Switch persistence on (`appendonly yes`), in the configuration too; where the data may be lost, say so with the annotation plinth.dev/ephemeral.',
    },
  ];
};

async function persistenceOf({ connection, database, ask, signal }: Seen, engine: 'redis' | 'valkey'): Promise<Kept> {
  const server = await readServer(connection, database, signal);
  if (server === undefined) return { state: 'unknown', why: 'its workload cannot be read' };
  const { persistence, throwAway, context } = server.model;
  if (throwAway !== undefined) return { state: 'on', why: throwAway };
  if (persistence.state !== 'unknown') return persistence;
  const primary = database.members.find(({ role }) => role === 'primary');
  const script = persistenceScript(context, engine);
  if (primary === undefined || script === undefined || ask === undefined) return persistence;
  const { exitCode, stdout } = await ask(primary.pod.name, script);
  return exitCode === 0 ? readPersistence(stdout) : persistence;
}
