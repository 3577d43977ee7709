import { membershipOf } from '../mysql-family/membership.ts';

/** What a set needs when a replica comes or goes. */
export const membership = membershipOf(
  'mariadb',
  'https://mariadb.com/docs/server/ha-and-performance/standard-replication/semisynchronous-replication',
);
