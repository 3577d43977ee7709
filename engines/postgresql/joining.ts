import { findText } from '../configuration/pod-texts.ts';
import { findProgram } from '../live/script.ts';
import type { EngineContext } from '../model/engine.ts';
import type { JoiningEngine } from '../model/joining.ts';
import { surroundings } from './live.ts';

/** Files of the data directory by which members let each other in and find the primary. A dump has none of them, and a physical backup is restored to follow nobody. */
const FILES = ['postgresql.auto.conf', 'postgresql.conf', 'pg_hba.conf', 'pg_ident.conf'];

/** Passwords that stand in such files: in connection strings, and for LDAP and RADIUS. https://www.postgresql.org/docs/current/auth-methods.html */
const SECRET = '(^|[^_[:alnum:]])(password|ldapbindpasswd|radiussecrets) *=';

/** `$directory` is where the data are. */
const FIND = [
  findProgram('psql', '/usr/lib/postgresql/*/bin/psql', '/opt/bitnami/postgresql/bin/psql'),
  'directory="$("$program" -XAtqwc \'SHOW data_directory\')" || exit 1',
];

const script = (context: EngineContext, ...lines: readonly string[]): string =>
  [...surroundings(context), ...FIND, ...lines].join('\n');

/** How a restored PostgreSQL becomes a member of its set: the files of the data directory that say who may replicate, and from where. */
export const joining: JoiningEngine = {
  engine: 'postgresql',
  whyNotCloning: ({ pod }) => {
    if (findText(pod, /\bpg_basebackup\b/u) === undefined)
      return 'no script in sight copies the primary (pg_basebackup)';
    if (findText(pod, /\bPG_VERSION\b/u) === undefined)
      return 'no script in sight looks whether the volume is empty (PG_VERSION)';
    return undefined;
  },
  read: (context) =>
    script(
      context,
      `for name in ${FILES.join(' ')}; do`,
      '  [ -f "$directory/$name" ] || continue',
      `  if grep -v '^[[:space:]]*#' "$directory/$name" | grep -Eiq '${SECRET}'; then echo "secret=$name"; continue; fi`,
      '  text="$(base64 < "$directory/$name" | tr -d \'\\n\')" || exit 1',
      '  printf \'%s %s\\n\' "$name" "$text"',
      'done',
    ),
  write: (context) =>
    script(
      context,
      'umask 077',
      'count=0',
      'while read -r name text; do',
      `  case "$name" in ${FILES.join(' | ')}) ;; *) continue ;; esac`,
      '  printf %s "$text" | base64 -d > "$directory/$name.plinth" || exit 1',
      '  mv "$directory/$name.plinth" "$directory/$name" || exit 1',
      '  count=$((count + 1))',
      'done',
      'sync',
      'echo "written=$count"',
    ),
  source: 'https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-SQL',
};
