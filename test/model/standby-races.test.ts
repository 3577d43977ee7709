import { describeRaced } from './engines/raced.ts';
import { ADD, REMOVE } from './engines/standbys.ts';

describeRaced('a standby that comes or goes', [ADD, REMOVE]);
