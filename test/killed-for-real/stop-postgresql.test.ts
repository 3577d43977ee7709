import { stopOperation } from '../../core/operations/stop/stop.ts';
import { describeKilledEverywhere } from './every-step.ts';

describeKilledEverywhere('postgresql', stopOperation);
