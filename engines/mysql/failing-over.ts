import {
  aheadByGtid,
  cannotFollowByGtid,
  cannotLeadOf,
  lostInLogs,
  unappliedByGtid,
} from '../mysql-family/failing-over-judge.ts';
import type { FailingOverEngine } from '../model/failing-over.ts';
import { untold } from './switching-facts.ts';

/** How a replica of MySQL takes over without its primary. Not every image has mysqlbinlog. */
export const failingOver: FailingOverEngine = {
  engine: 'mysql',
  cannotLead: cannotLeadOf({ untold }),
  ahead: aheadByGtid,
  unapplied: unappliedByGtid,
  cannotFollow: cannotFollowByGtid,
  // https://dev.mysql.com/doc/refman/8.4/en/mysqlbinlog.html#option_mysqlbinlog_exclude-gtids, https://dev.mysql.com/doc/refman/8.4/en/binary-log.html (the index file)
  lost: () => lostInLogs('mysqlbinlog', '--exclude-gtids', `"^SET @@SESSION.GTID_NEXT= '[0-9a-f]"`),
  source: 'https://dev.mysql.com/doc/refman/8.4/en/replication-solutions-switch.html',
};
