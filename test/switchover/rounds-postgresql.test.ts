import { describeRounds } from './rounds.ts';

describeRounds('postgresql');
