import { describeRounds } from './stopped-rounds.ts';

describeRounds('postgresql');
