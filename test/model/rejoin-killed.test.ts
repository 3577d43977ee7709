import { describeKilledEverywhere } from './engines/everywhere.ts';
import { REJOIN, REJOIN_STANDBY } from './engines/rejoining.ts';

describeKilledEverywhere({ rejoin: REJOIN, 'rejoin of a standby that lost its way': REJOIN_STANDBY });
