import { switchoverOperation } from '../../core/operations/switchover/switchover.ts';
import { describeKilledEverywhere } from './every-step.ts';

describeKilledEverywhere('postgresql', switchoverOperation);
