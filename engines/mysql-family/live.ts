import { valueOf } from '../configuration/environment.ts';
import { CLIENT_SECONDS, exportFirst, findProgram, LIMIT, shellCommand } from '../live/script.ts';
import type { EngineContext } from '../model/engine.ts';
import type { LiveEngine } from '../model/live.ts';
import { quote } from '../probes/quote.ts';
import { port, DEFAULT_PORT } from './configuration.ts';
import { readAnswer } from './live-answer.ts';
import { explain } from './live-errors.ts';
import { queryOf } from './live-query.ts';

/** Sockets of Debian and the official images, Red Hat's, bitnami's. */
const SOCKETS = [
  '/var/run/mysqld/mysqld.sock',
  '/run/mysqld/mysqld.sock',
  '/var/lib/mysql/mysql.sock',
  '/opt/bitnami/mariadb/tmp/mysql.sock',
  '/opt/bitnami/mysql/tmp/mysql.sock',
  '/tmp/mysql.sock',
];

/** What differs between MySQL and MariaDB. */
export interface LiveTraits {
  readonly engine: 'mysql' | 'mariadb';
  readonly programs: readonly string[];
  /** Variables (and with `_FILE`, files) that hold root's password. */
  readonly passwords: readonly string[];
  readonly singleWriter: (context: EngineContext) => boolean;
  readonly source: string;
}

/** How running members of MySQL or MariaDB are asked: by their own client as root, over the socket where there is one. */
export function liveOf({ engine, programs, passwords, singleWriter, source }: LiveTraits): LiveEngine {
  const stdin = queryOf(engine);
  const reach = (context: EngineContext) => [...surroundings(context, passwords), findProgram(...programs)];
  return {
    ask: (context) => ({
      command: shellCommand(
        ...reach(context),
        LIMIT,
        'exec $limit "$program" "$@" --batch --force --connect-timeout=3 --default-character-set=utf8mb4',
      ),
      stdin,
      seconds: CLIENT_SECONDS + 1,
      read: readAnswer,
    }),
    explain,
    singleWriter,
    client: (context) => shellCommand(...reach(context), 'exec "$program" "$@"'),
    connection: ({ container }, address) => {
      const database = valueOf(container, 'MARIADB_DATABASE', 'MYSQL_DATABASE') ?? '';
      const user = valueOf(container, 'MARIADB_USER', 'MYSQL_USER') ?? 'root';
      return `${engine}://${encodeURIComponent(user)}@${address.host}:${address.port}/${encodeURIComponent(database)}`;
    },
    source,
  };
}

/** Lines that set the password and the client's arguments. MYSQL_PWD: https://dev.mysql.com/doc/refman/8.4/en/environment-variables.html */
export function surroundings(context: EngineContext, passwords: readonly string[]): string[] {
  const { container, settings } = context;
  const own = settings.get('socket')?.value;
  const sockets = [...(own?.startsWith('/') === true ? [own] : []), ...SOCKETS].map(quote).join(' ');
  const user = valueOf(container, 'MARIADB_ROOT_USER', 'MYSQL_ROOT_USER') ?? 'root';
  return [
    exportFirst('MYSQL_PWD', passwords),
    `socket=; for one in ${sockets}; do [ -n "$socket" ] || [ ! -S "$one" ] || socket="$one"; done`,
    `if [ -n "$socket" ]; then set -- --socket="$socket"; else set -- -h 127.0.0.1 -P ${port(context) ?? DEFAULT_PORT}; fi`,
    `set -- "$@" -u ${quote(user)}`,
  ];
}
