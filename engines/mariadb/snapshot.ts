import type { SnapshotEngine } from '../model/snapshot.ts';
import { LOCK_WAIT, snapshotOf } from '../mysql-family/snapshot.ts';

/** How MariaDB is held, from 10.4.1 on: its stages end with no commit, and files of tables without transactions closed. */
export const snapshot: SnapshotEngine = snapshotOf({
  engine: 'mariadb',
  clients: ['mariadb', 'mysql', '/opt/bitnami/mariadb/bin/mariadb'],
  passwords: [
    'MYSQL_PWD',
    'MARIADB_ROOT_PASSWORD',
    'MYSQL_ROOT_PASSWORD',
    'MARIADB_MASTER_ROOT_PASSWORD',
    'MYSQL_MASTER_ROOT_PASSWORD',
  ],
  hold: [
    `SET SESSION lock_wait_timeout = ${LOCK_WAIT};`,
    'BACKUP STAGE START;',
    'BACKUP STAGE FLUSH;',
    'BACKUP STAGE BLOCK_DDL;',
    'BACKUP STAGE BLOCK_COMMIT;',
  ],
  letGo: ['BACKUP STAGE END;'],
  facts: `SELECT CONCAT('identity=', @@server_id);
SELECT CONCAT('position=', @@gtid_current_pos) FROM DUAL WHERE @@gtid_current_pos <> '';
`,
  source: 'https://mariadb.com/kb/en/backup-stage/',
});
