import type { EngineContext } from '../model/engine.ts';
import type { LiveEngine, LiveQuestion } from '../model/live.ts';
import { CLIENT_SECONDS, exportFirst, findProgram, LIMIT, shellCommand } from '../live/script.ts';
import { valueOf } from '../configuration/environment.ts';
import { quote } from '../probes/quote.ts';
import { port } from './configuration.ts';
import { clientPort } from './facts.ts';
import { readAnswer } from './live-answer.ts';
import { explain } from './live-errors.ts';
import { QUERY } from './live-query.ts';

/** https://www.postgresql.org/docs/current/libpq-envars.html */
const SOURCE = 'https://www.postgresql.org/docs/current/libpq-envars.html';

/** Where images put the server's socket: the official ones, those with PostgreSQL's own default, CloudNativePG. */
const SOCKET_DIRECTORIES = ['/var/run/postgresql', '/tmp', '/controller/run'];

/** Images whose superuser is always `postgres`, whatever user their variables name. Sources: their READMEs, see `images.ts`. */
export const OWN_SUPERUSER: ReadonlySet<string> = new Set([
  'bitnami',
  'repmgr',
  'sclorg',
  'spilo',
  'cloudnative-pg',
  'crunchy',
]);

/**
 * Variables (and with `_FILE`, files) that hold the superuser's password, first wins. Bitnami's POSTGRESQL_PASSWORD is the superuser's where
 * no other user is named.
 */
export const PASSWORDS = [
  'PGPASSWORD',
  'POSTGRESQL_POSTGRES_PASSWORD',
  'POSTGRES_POSTGRES_PASSWORD',
  'POSTGRESQL_ADMIN_PASSWORD',
  'PGPASSWORD_SUPERUSER',
  'PATRONI_SUPERUSER_PASSWORD',
  'POSTGRES_PASSWORD',
  'POSTGRESQL_PASSWORD',
];

/** The name of the superuser, as a shell word. */
function user({ container, variant }: EngineContext): string {
  if (OWN_SUPERUSER.has(variant)) return 'postgres';
  const named = valueOf(container, 'PATRONI_SUPERUSER_USERNAME', 'POSTGRES_USER');
  return named === undefined ? '"${PATRONI_SUPERUSER_USERNAME:-${POSTGRES_USER:-postgres}}"' : quote(named);
}

/**
 * Lines that tell libpq where the server is: by what the container's own variables say, else by the socket that is there, which official
 * images trust, else over loopback with the password.
 */
export function surroundings(context: EngineContext): string[] {
  const directories = context.settings.get('unix_socket_directories')?.value.split(',')[0]?.trim();
  const places = [...(directories?.startsWith('/') === true ? [directories] : []), ...SOCKET_DIRECTORIES];
  const known = port(context);
  return [
    exportFirst('PGPASSWORD', PASSWORDS),
    `export PGUSER=${user(context)} PGDATABASE=postgres PGCONNECT_TIMEOUT=3 PGAPPNAME=plinth`,
    known === undefined ? `export PGPORT="\${PGPORT:-${clientPort.value}}"` : `export PGPORT=${known}`,
    `for place in ${places.map(quote).join(' ')}; do [ -n "\${PGHOST:-}" ] || [ ! -S "$place/.s.PGSQL.$PGPORT" ] || PGHOST="$place"; done`,
    'export PGHOST="${PGHOST:-127.0.0.1}"',
  ];
}

function ask(context: EngineContext): LiveQuestion {
  return {
    command: shellCommand(
      ...surroundings(context),
      findProgram('psql', '/usr/lib/postgresql/*/bin/psql', '/opt/bitnami/postgresql/bin/psql'),
      LIMIT,
      'exec $limit "$program" -XAtqw -f -',
    ),
    stdin: QUERY,
    seconds: CLIENT_SECONDS + 1,
    read: readAnswer,
  };
}

/** The database that the image makes, where it can be seen. */
function database({ container }: EngineContext): string {
  return valueOf(container, 'POSTGRES_DB', 'POSTGRESQL_DATABASE', 'POSTGRES_USER') ?? 'postgres';
}

/** How PostgreSQL's running members are asked. */
export const live: LiveEngine = {
  ask,
  explain,
  singleWriter: () => true,
  followersCannotWrite: true,
  client: (context) => shellCommand(...surroundings(context), `exec psql -d ${quote(database(context))}`),
  connection: (context, { host, port: local }) => {
    const name = OWN_SUPERUSER.has(context.variant)
      ? 'postgres'
      : (valueOf(context.container, 'POSTGRES_USER') ?? 'postgres');
    const [who, where] = [name, database(context)].map(encodeURIComponent);
    return `postgresql://${who ?? ''}@${host}:${local}/${where ?? ''}`;
  },
  source: SOURCE,
};
