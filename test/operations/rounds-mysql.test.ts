import { describeRounds } from './stopped-rounds.ts';

describeRounds('mysql');
