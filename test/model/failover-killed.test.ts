import { describeKilledEverywhere } from './engines/everywhere.ts';
import { FAILOVER } from './engines/failing-over.ts';

describeKilledEverywhere({ failover: FAILOVER });
