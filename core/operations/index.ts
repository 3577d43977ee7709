import type { Operation } from '../runner/plan.ts';

/** Every operation that there is. Each stands in a file of its own. */
export const OPERATIONS: readonly Operation[] = [];
