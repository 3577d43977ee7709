import { describeRolling } from './rolling.ts';

describeRolling('postgresql');
