import { copyingAnew } from '../mysql-family/rejoining.ts';
import { joining } from './joining.ts';

/** An errant transaction cannot be taken back: https://dev.mysql.com/doc/refman/8.4/en/replication-gtids-failover.html */
export const rejoining = copyingAnew(
  joining,
  'https://dev.mysql.com/doc/refman/8.4/en/replication-gtids-failover.html',
);
