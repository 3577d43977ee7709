import { redisWith } from '../backup-operations/kinds.ts';
import { describeSnapshot } from './engine.ts';

describeSnapshot('redis-log', redisWith('yes'), 'snapshot-data');
