import type { Rule } from '../rule.ts';
import { fsyncOff } from './fsync-off.ts';

/** The area durability/: whether what the engine has acknowledged survives a crash. */
export const durabilityRules: readonly Rule[] = [fsyncOff];
