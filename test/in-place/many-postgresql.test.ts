import { POSTGRESQL } from '../backup-operations/kinds.ts';
import { describeMany } from './many.ts';

describeMany({ folder: 'postgresql', kind: { ...POSTGRESQL, image: 'postgres:18' }, client: 'orders-db-client' });
