import { MYSQL } from '../backup-operations/kinds.ts';
import { describePlace } from './place.ts';

describePlace('mysql', MYSQL, 'logical');
