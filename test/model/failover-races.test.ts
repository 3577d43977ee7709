import { FAILOVER } from './engines/failing-over.ts';
import { describeRaced } from './engines/raced.ts';

describeRaced('a failover', [FAILOVER]);
