import type { Lifecycle } from '../model/lifecycle.ts';

/** Versions of Redis for which its makers mend nothing any more. */
export const lifecycle: Lifecycle = {
  source: 'https://endoflife.date/redis',
  checked: '2026-11-23',
  ended: [
    ['5', '2022-04-27'],
    ['6.0', '2023-08-29'],
    ['6.2', '2025-02-28'],
    ['7.0', '2024-07-29'],
    ['7.2', '2026-02-28'],
  ],
};
