import { CLIENT_SECONDS, explainCommon, findProgram, shellCommand } from '../live/script.ts';
import type { LiveEngine } from '../model/live.ts';
import { readAnswer } from './live-answer.ts';

/** nodetool starts a JVM twice: it may take longer than other clients. */
const SECONDS = 3 * CLIENT_SECONDS;

/**
 * How Cassandra's running members are asked: by nodetool over JMX, which needs no password from inside the container by default. All
 * members are alike. Not exercised here: built against nodetool's documented output.
 */
export const live: LiveEngine = {
  ask: () => ({
    command: shellCommand(
      findProgram('nodetool', '/opt/cassandra/bin/nodetool', '/opt/bitnami/cassandra/bin/nodetool'),
      `limit=; ! command -v timeout >/dev/null 2>&1 || limit='timeout ${SECONDS / 2}'`,
      '$limit "$program" info && exec $limit "$program" status',
    ),
    seconds: SECONDS + 1,
    read: readAnswer,
  }),
  explain: (exitCode, errors) => explainCommon(exitCode, errors, 'nodetool') ?? reasonOf(errors),
  singleWriter: () => false,
  // Two JVMs each time.
  pause: 60,
  client: () => shellCommand(findProgram('cqlsh', '/opt/cassandra/bin/cqlsh'), 'exec "$program"'),
  // CQL has no form of a connection string that its clients share.
  connection: (_context, { host, port }) => `${host}:${port}`,
  source: 'https://cassandra.apache.org/doc/latest/cassandra/managing/tools/nodetool/nodetool.html',
};

function reasonOf(errors: string): string | undefined {
  if (/Connection refused|Failed to connect/u.test(errors)) return 'no server listens on JMX in the container (yet)';
  if (/Credentials required|SecurityException|Authentication failed/u.test(errors)) {
    return 'JMX asks for a password, which Plinth does not know';
  }
  if (/not supported|has not been initialized|Not yet/iu.test(errors)) return 'the node starts';
  return undefined;
}
