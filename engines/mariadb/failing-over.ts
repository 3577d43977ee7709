import {
  aheadByGtid,
  cannotFollowByGtid,
  cannotLeadOf,
  lostInLogs,
  unappliedByGtid,
} from '../mysql-family/failing-over-judge.ts';
import type { FailingOverEngine } from '../model/failing-over.ts';
import { moreCandidate, untold } from './switching-traits.ts';

/**
 * How a replica of MariaDB takes over without its primary. A file that tells the old primary's start that it leads stays on its volume: what holds it back is the fence,
 * until it is made to follow.
 */
export const failingOver: FailingOverEngine = {
  engine: 'mariadb',
  cannotLead: cannotLeadOf({ untold, moreCandidate }),
  ahead: aheadByGtid,
  unapplied: unappliedByGtid,
  cannotFollow: cannotFollowByGtid,
  // From 10.8 on a position may be a list of GTIDs; what is up to it is left out. https://mariadb.com/kb/en/mariadb-binlog-options/#-j-pos-start-positionpos
  lost: () => lostInLogs('mariadb-binlog', '--start-position', `"^#.*GTID [0-9][0-9]*-[0-9][0-9]*-[0-9][0-9]*"`),
  source: 'https://mariadb.com/kb/en/changing-a-replica-to-become-the-primary/',
};
