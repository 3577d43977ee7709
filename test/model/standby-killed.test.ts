import { describeKilledEverywhere } from './engines/everywhere.ts';
import { ADD, REMOVE } from './engines/standbys.ts';

describeKilledEverywhere({ 'add standby': ADD, 'remove standby': REMOVE });
