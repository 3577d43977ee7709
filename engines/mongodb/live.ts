import { valueOf } from '../configuration/environment.ts';
import { CLIENT_SECONDS, explainCommon, shellCommand } from '../live/script.ts';
import type { LiveEngine } from '../model/live.ts';
import { quote } from '../probes/quote.ts';
import { readAnswer } from './live-answer.ts';
import { SCRIPT } from './live-script.ts';
import { reachOf, shellLines } from './shell.ts';

/**
 * How MongoDB's running members are asked. Not exercised here: built against the documented commands, for there is no server to run. Where
 * TLS is required, the certificates are not known here, and nothing is asked.
 */
export const live: LiveEngine = {
  ask: (context) => {
    const loggedIn = shellLines(context, CLIENT_SECONDS);
    return (
      loggedIn && {
        command: shellCommand(...loggedIn, `exec $limit "$program" "$@" --eval ${quote(SCRIPT)}`),
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

function reasonOf(errors: string): string | undefined {
  if (/ECONNREFUSED|Connection refused/u.test(errors)) return 'no server listens in the container (yet)';
  if (/Server selection timed out|ServerSelection/u.test(errors))
    return 'the server took no connection in time: it hangs, starts, or wants TLS';
  if (errors.includes('Authentication failed')) return 'the password in the container’s variables is not the server’s';
  return undefined;
}
