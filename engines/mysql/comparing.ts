import type { ComparingEngine } from '../model/comparing.ts';
import { COMMON, compared, differencesOf, printed } from '../mysql-family/comparing.ts';
import { local } from './switching.ts';

/**
 * Before 8.0.26 `log_replica_updates` was `log_slave_updates`; both are printed where there are both.
 * https://dev.mysql.com/doc/refman/8.4/en/replication-options-gtids.html, https://dev.mysql.com/doc/refman/8.4/en/replication-options.html
 */
const COMPARED = {
  same: [...COMMON.same, 'gtid_mode', 'enforce_gtid_consistency', 'log_replica_updates', 'log_slave_updates'],
  notLower: COMMON.notLower,
  unlike: [
    {
      fact: 'server_id',
      what: '{members} have the same server_id: a replica takes the changes of the other one for its own, and leaves them out.',
      mend: 'Give each member a server_id of its own.',
    },
    {
      fact: 'server_uuid',
      what: '{members} have the same server_uuid: their primary throws one of them out when the other connects.',
      mend: 'Remove auto.cnf from the copy’s data directory, and restart it: it makes one of its own.',
    },
  ],
} as const;

/** How members of a MySQL are compared. */
export const comparing: ComparingEngine = {
  engine: 'mysql',
  of: compared(COMPARED),
  facts: (context) => local(context, printed(COMPARED)),
  differences: differencesOf(COMPARED),
  unlike: COMPARED.unlike,
  source: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options.html',
};
