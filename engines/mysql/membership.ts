import { membershipOf } from '../mysql-family/membership.ts';

/** What a set needs when a replica comes or goes. */
export const membership = membershipOf(
  'mysql',
  'https://dev.mysql.com/doc/refman/8.4/en/replication-semisync-interface.html',
);
