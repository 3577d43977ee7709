import { section } from './live-table.ts';

const VARIABLES = [
  'version',
  'read_only',
  'super_read_only',
  'innodb_read_only',
  'innodb_force_recovery',
  'offline_mode',
  'skip_networking',
  'gtid_mode',
  'gtid_executed',
  'gtid_current_pos',
  'server_uuid',
  'log_bin',
  'wsrep_on',
  'group_replication_group_name',
  'group_replication_single_primary_mode',
];

const STATUS = [
  'wsrep_cluster_state_uuid',
  'wsrep_cluster_status',
  'wsrep_local_state_comment',
  'wsrep_ready',
  'wsrep_last_committed',
];

const quoted = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');

/** Rights that let one see whether the server is a replica; without them its status looks like that of a primary. */
const RIGHTS = ['SUPER', 'REPLICATION CLIENT', 'BINLOG MONITOR', 'SLAVE MONITOR', 'REPLICA MONITOR'];

/**
 * Read-only and cheap: variables, status counters, threads; no table of anybody's. Statements that a version does not know fail alone.
 * Sources: https://dev.mysql.com/doc/refman/8.4/en/show-replica-status.html, https://mariadb.com/kb/en/show-replica-status/,
 * https://dev.mysql.com/doc/refman/8.4/en/performance-schema-file-summary-tables.html,
 * https://dev.mysql.com/doc/refman/8.4/en/performance-schema-replication-group-members-table.html,
 * https://mariadb.com/kb/en/galera-cluster-status-variables/
 */
export function queryOf(engine: 'mysql' | 'mariadb'): string {
  const own =
    engine === 'mysql'
      ? [
          'SET SESSION max_execution_time = 3000;\n',
          // Up to 8.3, and from 8.0.22 on.
          section('old_replica', 'SHOW SLAVE STATUS'),
          section('replica', 'SHOW REPLICA STATUS'),
          section('binlog', 'SHOW BINARY LOG STATUS'),
          section(
            'group',
            'SELECT MEMBER_ID, MEMBER_HOST, MEMBER_STATE, MEMBER_ROLE FROM performance_schema.replication_group_members',
          ),
        ]
      : ['SET SESSION max_statement_time = 3;\n', section('replica', 'SHOW ALL SLAVES STATUS')];
  return [
    'SET SESSION lock_wait_timeout = 2;\n',
    ...own,
    section('old_binlog', 'SHOW MASTER STATUS'),
    section('variables', `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${quoted(VARIABLES)})`),
    section('status', `SHOW GLOBAL STATUS WHERE Variable_name IN (${quoted(STATUS)})`),
    section('dumps', "SELECT HOST, STATE FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%'"),
    section(
      'log_file',
      "SELECT COUNT_MISC, SUM_TIMER_MISC FROM performance_schema.file_summary_by_event_name WHERE EVENT_NAME = 'wait/io/file/innodb/innodb_log_file'",
    ),
    section(
      'rights',
      `SELECT PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = CONCAT('''', SUBSTRING_INDEX(CURRENT_USER(), '@', 1), '''@''', SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''') AND PRIVILEGE_TYPE IN (${quoted(RIGHTS)})`,
    ),
    'quit\n',
  ].join('');
}
