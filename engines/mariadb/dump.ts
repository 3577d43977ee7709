import type { DumpEngine } from '../model/dump.ts';
import { dumpOf } from '../mysql-family/dump.ts';

/** How MariaDB is dumped, from 10.4 on. */
export const dump: DumpEngine = dumpOf({
  engine: 'mariadb',
  clients: ['mariadb', 'mysql', '/opt/bitnami/mariadb/bin/mariadb'],
  dumps: ['mariadb-dump', 'mysqldump', '/opt/bitnami/mariadb/bin/mariadb-dump'],
  checks: ['mariadb-check', 'mysqlcheck', '/opt/bitnami/mariadb/bin/mariadb-check'],
  passwords: [
    'MYSQL_PWD',
    'MARIADB_ROOT_PASSWORD',
    'MYSQL_ROOT_PASSWORD',
    'MARIADB_MASTER_ROOT_PASSWORD',
    'MYSQL_MASTER_ROOT_PASSWORD',
  ],
  // `user` is a view of `global_priv`. https://mariadb.com/kb/en/the-mysql-database-tables/
  grants: {
    byUser: ['global_priv', 'db', 'tables_priv', 'columns_priv', 'procs_priv', 'proxies_priv', 'roles_mapping'],
    others: [],
  },
  facts: `SELECT CONCAT('identity=', @@server_id);
SELECT CONCAT('position=', @@gtid_current_pos) FROM DUAL WHERE @@gtid_current_pos <> '';
`,
  // No table holds it before 11.6. Stopped threads make no primary. https://mariadb.com/kb/en/show-replica-status/
  more: [
    'replica="$("$program" "$@" --vertical -e "SHOW ALL SLAVES STATUS")" || exit 1',
    'case "$replica" in',
    '  "") echo role=primary ;;',
    "  *Slave_IO_Running:\\ Yes*Slave_SQL_Running:\\ Yes*) printf 'role=replica\\nstreaming=true\\n' ;;",
    "  *) printf 'role=replica\\nstreaming=false\\nbusy=it is a replica that does not receive or apply changes: its data may be old\\n' ;;",
    'esac',
  ],
  // For SHOW ALL SLAVES STATUS; until 10.4 it was a part of the other. https://mariadb.com/kb/en/grant/#replica-monitor
  rights: ({ version }) =>
    version !== undefined && (version.major < 10 || (version.major === 10 && (version.minor ?? 5) < 5))
      ? ['REPLICATION CLIENT']
      : ['SLAVE MONITOR'],
  // https://mariadb.com/kb/en/mariadbd-options/
  alone: ['--read-only=0', '--skip-slave-start'],
  sources: {
    dump: 'https://mariadb.com/kb/en/mariadb-dump/',
    check: 'https://mariadb.com/kb/en/mariadb-check/',
  },
});
