import { exportFirst, findProgram, limitOf } from '../live/script.ts';
import type { EngineContext } from '../model/engine.ts';
import { quote } from '../probes/quote.ts';
import { portOf } from './port.ts';

/**
 * Lines of the POSIX shell that set `$program` and its arguments, the first of which is `--quiet`; undefined where it is not known how the member is reached.
 * Where TLS is required, the certificates are not known here.
 */
export function reachOf(context: EngineContext): string[] | undefined {
  const port = portOf(context);
  if (port === undefined || (context.settings.get('net.tls.mode')?.value ?? '').startsWith('require')) return undefined;
  const address = `mongodb://127.0.0.1:${port}/admin?directConnection=true&serverSelectionTimeoutMS=3000`;
  return [findProgram('mongosh', 'mongo'), `set -- --quiet --norc ${quote(address)}`];
}

/** The same, with the login in `$PLINTH_USER` and `$PLINTH_PASSWORD` for the script to use, and `$limit` to end the shell after so many seconds. */
export function shellLines(context: EngineContext, seconds: number): string[] | undefined {
  const reach = reachOf(context);
  return (
    reach && [
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
      limitOf(seconds),
    ]
  );
}
