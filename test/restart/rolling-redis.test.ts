import { describeRolling } from './rolling.ts';

describeRolling('redis');
