import { valueOf } from '../configuration/environment.ts';
import { findProgram } from '../live/script.ts';
import type { DumpLogin } from '../model/dump-login.ts';
import type { EngineContext } from '../model/engine.ts';
import { ASK } from './dump-client.ts';
import { surroundings } from './live.ts';

/** What differs between MySQL and MariaDB. */
export interface LoginTraits {
  readonly engine: 'mysql' | 'mariadb';
  readonly clients: readonly string[];
  readonly passwords: readonly string[];
  /** Rights beside {@link DUMPING}. */
  readonly rights: (context: EngineContext) => readonly string[];
  readonly source: string;
}

/**
 * What the dump's own program wants of the whole server: tables and routines (SELECT), views, triggers, events, and table spaces (PROCESS). It takes no locks: with
 * one transaction for all and without GTIDs it needs neither LOCK TABLES nor RELOAD.
 * Sources: https://dev.mysql.com/doc/refman/8.4/en/mysqldump.html, https://dev.mysql.com/doc/refman/8.4/en/show-create-procedure.html
 */
const DUMPING: readonly string[] = ['SELECT', 'SHOW VIEW', 'TRIGGER', 'EVENT', 'PROCESS'];

/** https://dev.mysql.com/doc/refman/8.4/en/account-names.html */
const LOCAL: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/**
 * Whether the image makes an account of root for its own container alone.
 * Sources: https://hub.docker.com/_/mysql, https://mariadb.com/kb/en/mariadb-server-docker-official-image-environment-variables/
 */
export function rootIsLocal({ container }: EngineContext): boolean {
  return LOCAL.includes(valueOf(container, 'MARIADB_ROOT_HOST', 'MYSQL_ROOT_HOST') ?? '');
}

/** A text as SQL holds it, whatever its letters are and whatever mode the server is in: the bytes of its UTF-8. */
export function sqlText(text: string): string {
  const bytes = encodeURIComponent(text).replaceAll(
    /%(..)|[^%]/gu,
    (one, byte: string | undefined) => byte ?? one.charCodeAt(0).toString(16),
  );
  return `CONVERT(0x${bytes} USING utf8mb4)`;
}

/** As a person types it into a client. https://dev.mysql.com/doc/refman/8.4/en/string-literals.html */
const typed = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** By which account MySQL or MariaDB is dumped where root may not log in from another pod. */
export function loginOf({ clients, passwords, rights, source }: LoginTraits): DumpLogin {
  return {
    wanted: (context) => (rootIsLocal(context) ? 'root may log in from the server’s own container only' : undefined),
    rights: (context) => [...DUMPING, ...rights(context)],
    look: (context, user) =>
      [
        ...surroundings(context, passwords),
        findProgram(...clients),
        `${ASK} <<'PLINTH'`,
        // A role of MariaDB is an account without a host.
        `SELECT CONCAT('account=', Host) FROM mysql.user WHERE Host <> '' AND User = ${sqlText(user)};`,
        "SELECT CONCAT('right=', u.Host, ' ', p.PRIVILEGE_TYPE) FROM mysql.user u JOIN information_schema.USER_PRIVILEGES p",
        `ON CAST(p.GRANTEE AS BINARY) = CAST(CONCAT('''', u.User, '''@''', u.Host, '''') AS BINARY) WHERE u.User = ${sqlText(user)};`,
        'PLINTH',
      ].join('\n'),
    local: LOCAL,
    create: (user) => `CREATE USER ${typed(user)}@'%' IDENTIFIED BY '…';`,
    grant: ({ user, host }, missing) => `GRANT ${missing.join(', ')} ON *.* TO ${typed(user)}@${typed(host)};`,
    source,
  };
}
