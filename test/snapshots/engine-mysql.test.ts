import { MYSQL } from '../backup-operations/kinds.ts';
import { describeSnapshot } from './engine.ts';

describeSnapshot('mysql', MYSQL, 'stop');
