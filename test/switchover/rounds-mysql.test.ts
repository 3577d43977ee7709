import { describeRounds } from './rounds.ts';

describeRounds('mysql');
