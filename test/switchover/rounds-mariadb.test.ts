import { describeRounds } from './rounds.ts';

describeRounds('mariadb');
