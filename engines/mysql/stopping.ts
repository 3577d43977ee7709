import { stoppingOf } from '../mysql-family/stopping.ts';
import type { StoppingEngine } from '../model/stopping.ts';

/** How MySQL is stopped and known again, from 8.0 on. */
export const stopping: StoppingEngine = stoppingOf({
  engine: 'mysql',
  clients: ['mysql', '/opt/bitnami/mysql/bin/mysql'],
  passwords: ['MYSQL_ROOT_PASSWORD', 'MYSQL_MASTER_ROOT_PASSWORD'],
  facts: `SELECT CONCAT('identity=', @@server_uuid);
SELECT CONCAT('position=', REPLACE(@@GLOBAL.gtid_executed, '\\n', '')) FROM DUAL WHERE @@GLOBAL.gtid_executed <> '';
SELECT IF(COUNT(*) > 0, 'role=replica', 'role=primary') FROM performance_schema.replication_connection_configuration WHERE CHANNEL_NAME <> 'group_replication_recovery' AND HOST <> '';`,
  // https://dev.mysql.com/doc/refman/8.4/en/lock-instance-for-backup.html
  busy: `SELECT 'busy=a backup holds its lock (LOCK INSTANCE FOR BACKUP)' FROM performance_schema.metadata_locks WHERE OBJECT_TYPE = 'BACKUP LOCK' AND LOCK_TYPE = 'SHARED' AND LOCK_STATUS = 'GRANTED' LIMIT 1;`,
  source: 'https://dev.mysql.com/doc/refman/8.4/en/server-shutdown.html',
});
