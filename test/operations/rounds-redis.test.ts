import { describeRounds } from './stopped-rounds.ts';

describeRounds('redis');
