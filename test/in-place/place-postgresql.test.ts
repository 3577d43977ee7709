import { POSTGRESQL } from '../backup-operations/kinds.ts';
import { describePlace } from './place.ts';

describePlace('postgresql', POSTGRESQL, 'logical');
