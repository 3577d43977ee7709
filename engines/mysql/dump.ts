import type { DumpEngine } from '../model/dump.ts';
import { dumpOf } from '../mysql-family/dump.ts';

/** How MySQL is dumped, from 8.0 on. The role is told by the server's live answer: statements about it differ between versions. */
export const dump: DumpEngine = dumpOf({
  engine: 'mysql',
  clients: ['mysql', '/opt/bitnami/mysql/bin/mysql'],
  dumps: ['mysqldump', '/opt/bitnami/mysql/bin/mysqldump'],
  checks: ['mysqlcheck', '/opt/bitnami/mysql/bin/mysqlcheck'],
  passwords: ['MYSQL_PWD', 'MYSQL_ROOT_PASSWORD', 'MYSQL_MASTER_ROOT_PASSWORD'],
  // https://dev.mysql.com/doc/refman/8.4/en/grant-tables.html
  grants: {
    byUser: [
      'user',
      'db',
      'tables_priv',
      'columns_priv',
      'procs_priv',
      'proxies_priv',
      'global_grants',
      'default_roles',
    ],
    others: ['role_edges'],
  },
  facts: `SELECT CONCAT('identity=', @@server_uuid);
SELECT CONCAT('position=', REPLACE(@@GLOBAL.gtid_executed, '\\n', '')) FROM DUAL WHERE @@GLOBAL.gtid_executed <> '';
SELECT IF(COUNT(*) > 0, 'role=replica', 'role=primary') FROM performance_schema.replication_connection_configuration WHERE CHANNEL_NAME <> 'group_replication_recovery' AND HOST <> '';
SELECT CONCAT('streaming=', IF(SERVICE_STATE = 'ON', 'true', 'false')) FROM performance_schema.replication_connection_status WHERE CHANNEL_NAME = '';
SELECT CONCAT('busy=it is a replica that does not ', IF(c.SERVICE_STATE = 'ON', 'apply', 'receive'), ' changes: its data may be old') FROM performance_schema.replication_connection_status c JOIN performance_schema.replication_applier_status a USING (CHANNEL_NAME) WHERE c.CHANNEL_NAME = '' AND (c.SERVICE_STATE <> 'ON' OR a.SERVICE_STATE <> 'ON') LIMIT 1;
`,
  rights: () => [],
  // An option that a version does not know is passed over. https://dev.mysql.com/doc/refman/8.4/en/option-modifiers.html
  alone: ['--super-read-only=OFF', '--read-only=OFF', '--loose-skip-slave-start', '--loose-skip-replica-start'],
  sources: {
    dump: 'https://dev.mysql.com/doc/refman/8.4/en/mysqldump.html',
    check: 'https://dev.mysql.com/doc/refman/8.4/en/mysqlcheck.html',
  },
});
