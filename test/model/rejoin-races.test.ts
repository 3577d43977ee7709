import { describeRaced } from './engines/raced.ts';
import { REJOIN, REJOIN_STANDBY } from './engines/rejoining.ts';

describeRaced('a rejoin', [REJOIN, REJOIN_STANDBY]);
