/** Stop and start by the clock. */
import type { RunnerTools } from '../runner-pods/execute.ts';
import type { Operation } from '../runner/plan.ts';
import { scheduleHours } from './schedule-hours.ts';
import { unscheduleHours } from './unschedule-hours.ts';

export { hoursName, HOURS_LABEL, type Act } from './names.ts';

/** The operations on schedules of stop and start; they want the runner's bundle. */
export const hoursOperations = (tools: RunnerTools): readonly Operation[] => [scheduleHours(tools), unscheduleHours];
