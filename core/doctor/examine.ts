import { switchingEngineOf } from '../../engines/switching.ts';
import type { ApiObject, Connection, Resource } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import type { LiveDatabase } from '../inventory/model.ts';
import { askMembers } from '../operations/switchover/members-asked.ts';
import { readNodes } from '../preflight/index.ts';
import { readServer, type Server } from '../procedures/members/server.ts';
import type { SwitchingEngine } from '../../engines/model/switching.ts';
import type { Examined, MemberFacts } from './check.ts';

const KINDS: Readonly<Record<string, Resource>> = {
  StatefulSet: RESOURCES.statefulSets,
  Deployment: RESOURCES.deployments,
};

/** Reads what the checks look at. Throws {@link ClusterTrouble} where not even the workload can be read. */
export async function examine(
  connection: Examined['connection'],
  database: LiveDatabase,
  now: number,
  signal?: AbortSignal,
): Promise<Examined> {
  const workload = await readWorkload(connection, database, signal);
  const server = await readServer(connection, database, signal);
  const engine = switchingEngineOf(database.engine);
  const [asked, nodes] = await Promise.all([
    ask(connection, database, server, engine, signal),
    readNodes(connection, signal),
  ]);
  return { connection, database, workload, server, engine, asked, nodes, now, ...(signal ? { signal } : {}) };
}

async function readWorkload(
  connection: Pick<Connection, 'read'>,
  { namespace, workload: { kind, name } }: LiveDatabase,
  signal: AbortSignal | undefined,
): Promise<ApiObject | undefined> {
  const resource = KINDS[kind];
  if (resource === undefined) return undefined;
  return connection.read({ resource, namespace, name }, signal ? { signal } : {});
}

/** Who may not enter the members knows nothing of them that only they know. */
async function ask(
  connection: Pick<Connection, 'exec'>,
  database: LiveDatabase,
  server: Server | undefined,
  engine: SwitchingEngine | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly MemberFacts[]> {
  if (server === undefined || engine === undefined) return [];
  try {
    return await askMembers(connection, database, engine, server.model.context, signal);
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind !== 'forbidden') throw error;
    return database.members.map(({ pod: { name } }) => ({ name, facts: undefined, why: 'you may not enter its pod' }));
  }
}
