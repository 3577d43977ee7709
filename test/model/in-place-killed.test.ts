import { IN_PLACE } from './data/cases.ts';
import { describeKilledEverywhere } from './engines/everywhere.ts';

describeKilledEverywhere(IN_PLACE);
