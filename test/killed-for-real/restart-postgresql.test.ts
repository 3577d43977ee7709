import { restartOperation } from '../../core/operations/restart/restart.ts';
import { describeKilledEverywhere } from './every-step.ts';

describeKilledEverywhere('postgresql', restartOperation);
