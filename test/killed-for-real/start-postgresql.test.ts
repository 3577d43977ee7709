import { startOperation } from '../../core/operations/start/start.ts';
import { describeKilledEverywhere } from './every-step.ts';

describeKilledEverywhere('postgresql', startOperation);
