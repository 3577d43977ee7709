import type { Rule } from '../rule.ts';
import { missesRpo } from './misses-rpo.ts';

/** Whether what is lost can be had back. */
export const backupsRules: readonly Rule[] = [missesRpo];
