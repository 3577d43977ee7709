import { POSTGRESQL } from '../backup-operations/kinds.ts';
import { describeSnapshot } from './engine.ts';

describeSnapshot('postgresql', POSTGRESQL, 'stop');
