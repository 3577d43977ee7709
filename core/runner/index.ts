/** Runs plans: lock, journal, steps, way back, and taking up again. */
export { requestCancel } from './cancel.ts';
export { CLOCK, type Clock } from './clock.ts';
export { differingSteps } from './differing-steps.ts';
export { DEFAULT_DEADLINE, describePlan, type PlanDocument, type StepDocument } from './document.ts';
export type * from './events.ts';
export type * from './hand.ts';
export type * from './journal-model.ts';
export { ENDED } from './journal-model.ts';
export {
  listOperations,
  watchOperations,
  type ListedOperation,
  type Operations,
  type UnreadableJournal,
} from './list.ts';
export type { WatchedLease } from './lease.ts';
export { planMarkdown } from './markdown.ts';
export type * from './plan.ts';
export { BadParameter } from './plan.ts';
export { RUNNER_NEEDS, RUNNER_WISHES, checkRights } from './rights.ts';
export { resumeOperation, runPlan, type Beginning, type Running, type TakingUp } from './run.ts';
export { resumeSteadily, runSteadily } from './steadily.ts';
export type * from './step.ts';
export { LeaseLost, NoWayBack, OperationRefused } from './trouble.ts';
