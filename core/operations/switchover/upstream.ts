import { doorOf } from '../../procedures/door/door.ts';
import { readMember, type Server } from '../../procedures/members/server.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Switching } from './switching.ts';

/**
 * Where the others follow once `candidate` leads: members that follow the write Service go on doing so; else they follow the candidate under its own name. `followed`: whom the candidate
 * follows, or followed last, as `host` or `host:port`. Undefined where its pod has no address. Throws {@link ../../cluster/trouble.ClusterTrouble}.
 */
export async function upstreamOf(
  { connection, database, signal }: Situation,
  server: Server,
  candidate: string,
  followed: string | undefined,
): Promise<Switching['upstream'] | undefined> {
  const { services } = doorOf(database);
  const port = server.model.port ?? server.model.engine.clientPort.value;
  const service = services.find((name) => followed !== undefined && /^[^.:]+/u.exec(followed)?.[0] === name);
  if (service !== undefined && followed !== undefined) {
    const [, host = followed, given] = /^(.*?)(?::(\d+))?$/u.exec(followed) ?? [];
    return { host, port: given === undefined ? port : Number(given) };
  }
  const member = await readMember(connection, server, database.namespace, candidate, signal);
  return member && { host: member.host, port: member.port };
}
