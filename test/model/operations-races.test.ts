import { CASES } from './engines/cases.ts';
import { describeRaced } from './engines/raced.ts';

describeRaced('a real operation', Object.values(CASES));
