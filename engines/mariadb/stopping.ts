import { stoppingOf } from '../mysql-family/stopping.ts';
import type { StoppingEngine } from '../model/stopping.ts';

/** How MariaDB is stopped and known again, from 10.4 on. It has no identity of its own that would outlive a copy: its claims and its GTIDs tell it. */
export const stopping: StoppingEngine = stoppingOf({
  engine: 'mariadb',
  clients: ['mariadb', 'mysql', '/opt/bitnami/mariadb/bin/mariadb'],
  passwords: [
    'MARIADB_ROOT_PASSWORD',
    'MYSQL_ROOT_PASSWORD',
    'MARIADB_MASTER_ROOT_PASSWORD',
    'MYSQL_MASTER_ROOT_PASSWORD',
  ],
  facts: `SELECT CONCAT('position=', @@gtid_current_pos) FROM DUAL WHERE @@gtid_current_pos <> '';`,
  // No table holds it before 11.6. https://mariadb.com/kb/en/show-replica-status/
  more: [
    'replica="$("$program" "$@" --vertical -e "SHOW ALL SLAVES STATUS")" || exit 1',
    'if [ -z "$replica" ]; then echo role=primary; else echo role=replica; fi',
  ],
  // Its locks stand in no table without a plugin; who asks for one has this state. https://mariadb.com/kb/en/backup-stage/
  busy: `SELECT 'busy=a backup runs (BACKUP STAGE)' FROM information_schema.PROCESSLIST WHERE INFO LIKE 'BACKUP STAGE%' LIMIT 1;`,
  source: 'https://mariadb.com/kb/en/shutdown/',
});
