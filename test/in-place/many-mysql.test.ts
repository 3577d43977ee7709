import { MYSQL } from '../backup-operations/kinds.ts';
import { describeMany } from './many.ts';

describeMany({ folder: 'mysql', kind: MYSQL, client: 'catalog-db-client' });
