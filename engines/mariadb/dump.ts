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
SELECT IF(COUNT(*) > 0, 'role=replica', 'role=primary') FROM information_schema.PROCESSLIST WHERE COMMAND IN ('Slave_IO', 'Slave_SQL');
SELECT CONCAT('streaming=', IF(VARIABLE_VALUE = 'ON', 'true', 'false')) FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'SLAVE_RUNNING' AND EXISTS (SELECT 1 FROM information_schema.PROCESSLIST WHERE COMMAND IN ('Slave_IO', 'Slave_SQL'));
`,
  sources: {
    dump: 'https://mariadb.com/kb/en/mariadb-dump/',
    check: 'https://mariadb.com/kb/en/mariadb-check/',
  },
});
