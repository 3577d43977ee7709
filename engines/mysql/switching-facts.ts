import type { RestFacts } from '../model/stopping.ts';
import type { Gap, Unfit } from '../model/switching.ts';
import { holdsAll } from '../mysql-family/gtid.ts';
import { semisyncFacts } from '../mysql-family/membership.ts';
import { judgeOf } from '../mysql-family/switching-judge.ts';

/**
 * What a member says of itself, from 8.0 on: the tables of the performance schema have the same columns in all of them. When a transaction
 * began stands in the system's time. `seconds`: since the oldest transaction that is being applied was committed; between two transactions none is, then since the newest that was
 * applied, which is no younger than the next.
 * https://dev.mysql.com/doc/refman/8.4/en/performance-schema-replication-tables.html, https://dev.mysql.com/doc/refman/8.4/en/performance-schema-persisted-variables-table.html,
 * https://dev.mysql.com/doc/refman/8.4/en/information-schema-innodb-trx-table.html
 */
export const FACTS = `SET SESSION time_zone = 'SYSTEM';
SELECT CONCAT('version=', VERSION());
SELECT CONCAT('identity=', @@server_uuid);
SELECT CONCAT('writable=', IF(@@GLOBAL.super_read_only OR @@GLOBAL.read_only, 'no', 'yes'));
SELECT CONCAT('super=', IF(@@GLOBAL.super_read_only, 'yes', 'no'));
SELECT CONCAT('lasting=', IF(COUNT(*) > 0, 'yes', 'no')) FROM performance_schema.persisted_variables WHERE VARIABLE_NAME = 'super_read_only' AND VARIABLE_VALUE IN ('ON', '1');
SELECT CONCAT('position=', REPLACE(@@GLOBAL.gtid_executed, '\\n', ''));
SELECT CONCAT('longest=', COALESCE(MAX(TIMESTAMPDIFF(SECOND, t.trx_started, NOW())), 0)) FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id WHERE p.USER <> 'system user';
${semisyncFacts('performance_schema.global_variables')}
SELECT CONCAT('gtid=', @@GLOBAL.gtid_mode, ' log=', @@GLOBAL.log_bin);
SELECT IF(COUNT(*) > 0, 'role=replica', 'role=primary') FROM performance_schema.replication_connection_configuration WHERE CHANNEL_NAME <> 'group_replication_recovery' AND HOST <> '';
SELECT CONCAT('channels=', COUNT(*)) FROM performance_schema.replication_connection_configuration WHERE HOST <> '';
SELECT CONCAT('upstream=', HOST, ':', PORT) FROM performance_schema.replication_connection_configuration WHERE CHANNEL_NAME = '' AND HOST <> '';
SELECT CONCAT('auto=', AUTO_POSITION) FROM performance_schema.replication_connection_configuration WHERE CHANNEL_NAME = '';
SELECT CONCAT('source=', SOURCE_UUID) FROM performance_schema.replication_connection_status WHERE CHANNEL_NAME = '';
SELECT CONCAT('received=', REPLACE(RECEIVED_TRANSACTION_SET, '\\n', '')) FROM performance_schema.replication_connection_status WHERE CHANNEL_NAME = '';
SELECT CONCAT('streaming=', IF(c.SERVICE_STATE = 'ON' AND a.SERVICE_STATE = 'ON', 'yes', 'no')) FROM performance_schema.replication_connection_status c JOIN performance_schema.replication_applier_status a USING (CHANNEL_NAME) WHERE CHANNEL_NAME = '';
SELECT CONCAT('errors=', c.LAST_ERROR_NUMBER, ' ', (SELECT COALESCE(MAX(LAST_ERROR_NUMBER), 0) FROM performance_schema.replication_applier_status_by_worker WHERE CHANNEL_NAME = '')) FROM performance_schema.replication_connection_status c WHERE CHANNEL_NAME = '';
SELECT CONCAT('delay=', DESIRED_DELAY) FROM performance_schema.replication_applier_configuration WHERE CHANNEL_NAME = '';
SELECT CONCAT('seconds=', IF(GTID_SUBSET(RECEIVED_TRANSACTION_SET, @@GLOBAL.gtid_executed), 0, COALESCE((SELECT MAX(TIMESTAMPDIFF(MICROSECOND, APPLYING_TRANSACTION_ORIGINAL_COMMIT_TIMESTAMP, NOW(6))) / 1000000 FROM performance_schema.replication_applier_status_by_worker WHERE CHANNEL_NAME = '' AND APPLYING_TRANSACTION <> ''), (SELECT TIMESTAMPDIFF(MICROSECOND, MAX(LAST_APPLIED_TRANSACTION_ORIGINAL_COMMIT_TIMESTAMP), NOW(6)) / 1000000 FROM performance_schema.replication_applier_status_by_worker WHERE CHANNEL_NAME = '')))) FROM performance_schema.replication_connection_status WHERE CHANNEL_NAME = '';`;

/** Why the member's GTIDs and binary log do not tell what it has. */
export const untold = ({ gtid }: RestFacts): Pick<Unfit, 'evidence' | 'wayOut'> | undefined =>
  gtid === 'ON log=1'
    ? undefined
    : {
        evidence: `gtid_mode and log_bin: ${gtid ?? 'unknown'}`,
        wayOut: 'Turn gtid_mode, enforce_gtid_consistency and log_bin on, on every member.',
      };

/** What is the primary's own may be newer on a replica that was asked a moment later. */
function errantOf({ identity = '', position: whole }: RestFacts, { position: own }: RestFacts): string | undefined {
  if (whole === undefined || own === undefined) return 'its transactions are not known';
  const strange = own
    .split(',')
    .filter((part) => part !== '' && !part.toLowerCase().startsWith(identity.toLowerCase()))
    .join(',');
  if (strange === '') return undefined;
  const isThere = holdsAll(whole, strange);
  if (isThere === undefined) return 'its transactions cannot be compared';
  return isThere ? undefined : `it has ${strange}, the primary ${whole}`;
}

/** Transactions are not counted; where it has all, there is no gap. */
function gap(primary: RestFacts, replica: RestFacts): Gap {
  const [whole, own] = [primary['position'], replica['position']];
  const hasAll = whole !== undefined && own !== undefined && holdsAll(own, whole) === true;
  const seconds = Number(replica['seconds'] ?? NaN);
  return { ...(hasAll ? { transactions: 0 } : {}), ...(Number.isNaN(seconds) ? {} : { seconds }) };
}

/** Why members may not change roles, and who follows whom. */
export const judge = judgeOf({ untold, errant: errantOf, gap });

/** What the fenced primary has executed is all that it ever will. */
export function lacks(fenced: RestFacts, candidate: RestFacts): string | undefined {
  const [wanted, has] = [fenced['position'], candidate['position']];
  const holds = wanted === undefined || has === undefined ? undefined : holdsAll(has, wanted);
  if (holds === undefined) return 'its transactions are not known';
  return holds ? undefined : `it lacks transactions: it has ${has ?? ''}, and the primary ${wanted ?? ''}`;
}
