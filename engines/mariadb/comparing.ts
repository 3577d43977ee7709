import type { ComparingEngine } from '../model/comparing.ts';
import { COMMON, compared, differencesOf, printed } from '../mysql-family/comparing.ts';
import { local } from './switching.ts';

/** https://mariadb.com/kb/en/gtid/#gtid_domain_id, https://mariadb.com/kb/en/gtid/#gtid_strict_mode, https://mariadb.com/kb/en/replication-and-binary-log-system-variables/ */
const COMPARED = {
  same: [...COMMON.same, 'gtid_domain_id', 'gtid_strict_mode', 'log_slave_updates'],
  notLower: COMMON.notLower,
  unlike: [
    {
      fact: 'server_id',
      what: '{members} have the same server_id: their GTIDs cannot be told apart, and a primary throws one of them out when the other connects.',
      mend: 'Give each member a server_id of its own.',
    },
  ],
} as const;

/** How members of a MariaDB are compared. */
export const comparing: ComparingEngine = {
  engine: 'mariadb',
  of: compared(COMPARED),
  facts: (context) => local(context, printed(COMPARED)),
  differences: differencesOf(COMPARED),
  unlike: COMPARED.unlike,
  source: 'https://mariadb.com/kb/en/replication-and-binary-log-system-variables/',
};
