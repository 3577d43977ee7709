import type { Plugin } from 'esbuild';

export const WITHOUT_API_CLASSES: Plugin;
