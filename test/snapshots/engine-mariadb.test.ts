import { MARIADB } from '../backup-operations/kinds.ts';
import { describeSnapshot } from './engine.ts';

describeSnapshot('mariadb', MARIADB, 'stop');
