import { DATA_CASES } from './data/cases.ts';
import { describeRaced } from './engines/raced.ts';

describeRaced('a backup, its restore test, a restore or a pruning', Object.values(DATA_CASES));
