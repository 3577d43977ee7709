import { redisWith } from '../backup-operations/kinds.ts';
import { describePlace } from './place.ts';

describePlace('redis', redisWith('no'), 'physical');
