import type { Rule } from '../rule.ts';
import { limitOverHalfDefault } from './limit-over-half-default.ts';
import { memoryOverLimit } from './memory-over-limit.ts';
import { missingMemoryLimit } from './missing-memory-limit.ts';
import { missingRequests } from './missing-requests.ts';
import { notGuaranteed } from './not-guaranteed.ts';
import { smallSharedMemory } from './small-shared-memory.ts';
import { untunedNode } from './untuned-node.ts';

/** The area resources/: whether the database has the memory and CPU that it is told to use. */
export const resourcesRules: readonly Rule[] = [
  limitOverHalfDefault,
  memoryOverLimit,
  missingMemoryLimit,
  missingRequests,
  notGuaranteed,
  smallSharedMemory,
  untunedNode,
];
