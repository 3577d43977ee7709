import { isUnknown, valueAt } from '../model/object.ts';
import type { EnvironmentVariable } from '../model/workload.ts';

/**
 * Names of variables whose value is a credential, as the images of databases, exporters, poolers and clients name them.
 * Sources: https://hub.docker.com/_/postgres, https://hub.docker.com/_/mysql, https://hub.docker.com/_/mariadb,
 * https://hub.docker.com/_/mongo, https://github.com/bitnami/containers, https://www.postgresql.org/docs/current/libpq-envars.html,
 * https://dev.mysql.com/doc/refman/8.4/en/environment-variables.html, https://redis.io/docs/latest/develop/tools/cli/,
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
 */
const NAMES =
  /(?:^|[A-Z0-9_])(?:PASSWORD|PASSWD|PASSPHRASE)$|_PASS$|^(?:MYSQL_PWD|REDISCLI_AUTH|MONGODB_REPLICA_SET_KEY|AWS_SECRET_ACCESS_KEY|MINIO_SECRET_KEY)$|^(?:DB|DATABASE|MYSQL|MARIADB|POSTGRES|REDIS|MONGO)_PWD$/u;

/** Variables of such names that are switches. */
const SWITCHES = /RANDOM|ALLOW|EMPTY|EXPIRE|ENABLE|ONETIME|REQUIRE|CHANGE|REWRITE|NO_PASSWORD|WITHOUT/u;

/** A URL, or a data source of Go's MySQL driver (`user:password@tcp(host:3306)/`), with a password in it. */
const URL_PASSWORD = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^\s:/@$<{]*:([^\s@/]+)@/iu;

/** `password=secret` in a connection string of libpq. */
const KEYWORD_PASSWORD = /(?:^|\s)password=('[^']*'|[^\s']+)/u;

/** What only stands for a value: a reference that something else puts in, or a place to fill in. */
const STAND_IN = /^(?:\$|<.*>$|\{\{|%\(|\[.*\]$|x{3,}$|\*+$)/iu;

/** True when the variable's value, as it is written, is a credential or holds one. Values out of sight are none. */
export function holdsCredential({ name, from, source }: EnvironmentVariable): boolean {
  if (from !== 'literal' && from !== 'config-map') return false;
  const value = valueAt(source.object.body, source.path);
  if (value === null || value === undefined || typeof value === 'object') return false;
  const text = String(value).trim();
  return text !== '' && !isUnknown(text) && isCredential(name, text);
}

/** True when a value under that name is a credential, or has one in it. */
export function isCredential(name: string, text: string): boolean {
  const inUrl = passwordInText(text);
  if (inUrl !== undefined) return !STAND_IN.test(inUrl);
  return NAMES.test(name.toUpperCase()) && !SWITCHES.test(name.toUpperCase()) && !STAND_IN.test(text);
}

function passwordInText(text: string): string | undefined {
  return URL_PASSWORD.exec(text)?.[1] ?? KEYWORD_PASSWORD.exec(text)?.[1];
}

/**
 * Lines of configuration files that hold a password. Sources: https://redis.io/docs/latest/operate/oss_and_stack/management/config/,
 * https://dev.mysql.com/doc/refman/8.4/en/option-files.html
 */
const LINE = /^[ \t]*(?:requirepass|masterauth|password|passwd)[ \t]*[:= \t][ \t]*["']?([^\s"'#;]+)/gimu;

/** A URL with a password, wherever it stands in a line. */
const URL_IN_TEXT = /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@$<{"']*:([^\s@/"']+)@/giu;

/** Words that are no passwords: switches, methods, paths. */
const NO_PASSWORD = /^(?:true|false|on|off|yes|no|null|none|md5|scram-.*|\/.*)$/iu;

/** Where a text holds credentials, as offsets; comments and what something else fills in are left out. */
export function credentialLines(text: string): readonly (readonly [start: number, end: number])[] {
  return [...text.matchAll(LINE), ...text.matchAll(URL_IN_TEXT)].flatMap((match) => {
    const [whole, value = ''] = match;
    const line = text.slice(text.lastIndexOf('\n', match.index) + 1, match.index);
    const isComment = /^\s*[#;]/u.test(line);
    if (isComment || isUnknown(value) || STAND_IN.test(value) || NO_PASSWORD.test(value)) return [];
    const start = match.index + whole.length - whole.trimStart().length;
    return [[start, match.index + whole.length] as const];
  });
}
