/** Runs plans: lock, journal, steps, way back, and taking up again. */
export type * from './hand.ts';
export type * from './journal-model.ts';
export { ENDED } from './journal-model.ts';
export type * from './plan.ts';
export { BadParameter } from './plan.ts';
export type * from './step.ts';
