import { describeRounds } from './rounds.ts';

describeRounds('redis');
