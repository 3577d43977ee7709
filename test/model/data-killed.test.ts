import { DATA_CASES, LACKING } from './data/cases.ts';
import { describeKilledEverywhere } from './engines/everywhere.ts';

describeKilledEverywhere(DATA_CASES);
describeKilledEverywhere(LACKING, 'forward');
