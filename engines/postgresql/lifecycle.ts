import type { Lifecycle } from '../model/lifecycle.ts';

/** Versions of PostgreSQL for which its makers mend nothing any more. */
export const lifecycle: Lifecycle = {
  source: 'https://www.postgresql.org/support/versioning/',
  checked: '2026-11-23',
  ended: [
    ['8', '2014-07-24'],
    ['9', '2021-11-11'],
    ['9.6', '2021-11-11'],
    ['10', '2022-11-10'],
    ['11', '2023-11-09'],
    ['12', '2024-11-21'],
    ['13', '2025-11-13'],
    ['14', '2026-11-12'],
  ],
};
