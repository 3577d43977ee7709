import type { SnapshotEngine } from '../model/snapshot.ts';
import { LOCK_WAIT, snapshotOf } from '../mysql-family/snapshot.ts';

/** How MySQL is held, from 8.0 on: no DDL, no commit, and files of tables without transactions closed. */
export const snapshot: SnapshotEngine = snapshotOf({
  engine: 'mysql',
  clients: ['mysql', '/opt/bitnami/mysql/bin/mysql'],
  passwords: ['MYSQL_PWD', 'MYSQL_ROOT_PASSWORD', 'MYSQL_MASTER_ROOT_PASSWORD'],
  hold: [`SET SESSION lock_wait_timeout = ${LOCK_WAIT};`, 'LOCK INSTANCE FOR BACKUP;', 'FLUSH TABLES WITH READ LOCK;'],
  letGo: ['UNLOCK TABLES;', 'UNLOCK INSTANCE;'],
  facts: `SELECT CONCAT('identity=', @@server_uuid);
SELECT CONCAT('position=', REPLACE(@@GLOBAL.gtid_executed, '\\n', '')) FROM DUAL WHERE @@GLOBAL.gtid_executed <> '';
`,
  source: 'https://dev.mysql.com/doc/refman/8.4/en/flush.html#flush-tables-with-read-lock',
});
