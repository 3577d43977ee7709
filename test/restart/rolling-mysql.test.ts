import { describeRolling } from './rolling.ts';

describeRolling('mysql');
