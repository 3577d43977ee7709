import { MARIADB } from '../backup-operations/kinds.ts';
import { describeMany } from './many.ts';

describeMany({ folder: 'mariadb', kind: MARIADB, client: 'forum-db-client' });
