import { describeRounds } from './stopped-rounds.ts';

describeRounds('mariadb');
