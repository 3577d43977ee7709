import { describeRolling } from './rolling.ts';

describeRolling('mariadb');
