import { readVariable } from '../configuration/environment.ts';
import type { EngineContext } from '../model/engine.ts';
import type { Unguarded } from '../model/security.ts';

/** Variables that say a root without a password is meant. A value other than empty counts, in the official images even `no`. */
const EMPTY = [
  'MYSQL_ALLOW_EMPTY_PASSWORD',
  'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
  'MYSQL_ALLOW_EMPTY_ROOT_PASSWORD',
  'ALLOW_EMPTY_PASSWORD',
] as const;

/** Variables that give root a password all the same. */
const PASSWORDS =
  /^(?:MYSQL|MARIADB)_(?:MASTER_)?(?:ROOT_PASSWORD(?:_FILE|_HASH)?|RANDOM_ROOT_PASSWORD)$|^MYSQL_RANDOM_ROOT_PASSWORD$/u;

/**
 * A server whose root has no password, or that looks at no accounts at all. Sources: https://hub.docker.com/_/mysql,
 * https://hub.docker.com/_/mariadb, https://dev.mysql.com/doc/refman/8.4/en/server-options.html#option_mysqld_skip-grant-tables
 */
export function unguarded({ container, settings, variant }: EngineContext): Unguarded | undefined {
  const skip = settings.get('skip_grant_tables');
  if (skip !== undefined && /^(?:on|1|true)$/iu.test(skip.value)) {
    return { why: 'looks at no account or password at all', source: skip.source };
  }
  const variables = [...container.environment.variables.values()];
  if (variables.some(({ name, value }) => PASSWORDS.test(name) && value !== '')) return undefined;
  const empty = readVariable(container, ...EMPTY);
  if (empty?.state !== 'known') return undefined;
  const says = variant === 'official' ? empty.value !== '' : /^(?:yes|true|1)$/iu.test(empty.value);
  return says ? { why: 'may have a root without a password', source: empty.variable.source } : undefined;
}
