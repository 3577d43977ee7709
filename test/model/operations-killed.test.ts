import { CASES } from './engines/cases.ts';
import { describeKilledEverywhere } from './engines/everywhere.ts';

describeKilledEverywhere(CASES);
