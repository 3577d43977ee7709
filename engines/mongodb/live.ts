import { valueOf } from '../configuration/environment.ts';
import { CLIENT_SECONDS, explainCommon, exportFirst, findProgram, LIMIT, shellCommand } from '../live/script.ts';
import type { EngineContext } from '../model/engine.ts';
import type { LiveEngine } from '../model/live.ts';
import { quote } from '../probes/quote.ts';
import { readAnswer } from './live-answer.ts';
import { SCRIPT } from './live-script.ts';
import { portOf } from './port.ts';

/**
 * How MongoDB's running members are asked. Not exercised here: built against the documented commands, for there is no server to run. Where
 * TLS is required, the certificates are not known here, and nothing is asked.
 */
export const live: LiveEngine = {
  ask: (context) => {
    const reach = reachOf(context);
    return (
      reach && {
        command: shellCommand(
          exportFirst('PLINTH_USER', [
            'MONGODB_CLUSTER_MONITOR_USER',
            'MONGO_INITDB_ROOT_USERNAME',
            'MONGODB_INITDB_ROOT_USERNAME',
            'MONGODB_ROOT_USER',
          ]),
          exportFirst('PLINTH_PASSWORD', [
            'MONGODB_CLUSTER_MONITOR_PASSWORD',
            'MONGO_INITDB_ROOT_PASSWORD',
            'MONGODB_INITDB_ROOT_PASSWORD',
            'MONGODB_ROOT_PASSWORD',
          ]),
          // Bitnami's user is root unless a variable says otherwise.
          '[ -n "$PLINTH_USER" ] || [ -z "$PLINTH_PASSWORD" ] || PLINTH_USER=root',
          ...reach,
          LIMIT,
          `exec $limit "$program" "$@" --eval ${quote(SCRIPT)}`,
        ),
        seconds: CLIENT_SECONDS + 1,
        read: readAnswer,
      }
    );
  },
  explain: (exitCode, errors) => explainCommon(exitCode, errors, 'mongosh') ?? reasonOf(errors),
  singleWriter: () => true,
  // mongosh is a Node program: a second of a CPU each time.
  pause: 5,
  client: (context) => {
    const reach = reachOf(context);
    return reach && shellCommand(...reach, 'shift; exec "$program" "$@"');
  },
  connection: ({ container }, { host, port }) => {
    const user = valueOf(container, 'MONGO_INITDB_ROOT_USERNAME', 'MONGODB_ROOT_USER');
    const database = valueOf(container, 'MONGO_INITDB_DATABASE', 'MONGODB_DATABASE') ?? '';
    const who = user === undefined ? '' : `${encodeURIComponent(user)}@`;
    return `mongodb://${who}${host}:${port}/${encodeURIComponent(database)}?directConnection=true`;
  },
  source: 'https://www.mongodb.com/docs/mongodb-shell/reference/options/',
};

/** Lines that set the program and its arguments, the first of which is `--quiet`. */
function reachOf(context: EngineContext): string[] | undefined {
  const port = portOf(context);
  if (port === undefined || (context.settings.get('net.tls.mode')?.value ?? '').startsWith('require')) return undefined;
  const address = `mongodb://127.0.0.1:${port}/admin?directConnection=true&serverSelectionTimeoutMS=3000`;
  return [findProgram('mongosh', 'mongo'), `set -- --quiet --norc ${quote(address)}`];
}

function reasonOf(errors: string): string | undefined {
  if (/ECONNREFUSED|Connection refused/u.test(errors)) return 'no server listens in the container (yet)';
  if (/Server selection timed out|ServerSelection/u.test(errors))
    return 'the server took no connection in time: it hangs, starts, or wants TLS';
  if (errors.includes('Authentication failed')) return 'the password in the container’s variables is not the server’s';
  return undefined;
}
