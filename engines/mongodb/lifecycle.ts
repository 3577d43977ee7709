import type { Lifecycle } from '../model/lifecycle.ts';

/** Versions of MongoDB for which its makers mend nothing any more. */
export const lifecycle: Lifecycle = {
  source: 'https://www.mongodb.com/legal/support-policy/lifecycles',
  checked: '2026-11-23',
  ended: [
    ['2', '2016-10-31'],
    ['3', '2021-04-30'],
    ['3.2', '2018-09-30'],
    ['3.4', '2020-01-31'],
    ['3.6', '2021-04-30'],
    ['4', '2024-02-29'],
    ['4.0', '2022-04-30'],
    ['4.2', '2023-04-30'],
    ['4.4', '2024-02-29'],
    ['5', '2024-10-31'],
    ['6', '2025-07-31'],
  ],
};
