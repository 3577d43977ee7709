import type { Lifecycle } from '../model/lifecycle.ts';

/** Versions of MySQL for which its makers mend nothing any more. */
export const lifecycle: Lifecycle = {
  source: 'https://www.oracle.com/us/support/library/lifetime-support-technology-069183.pdf',
  checked: '2026-11-23',
  ended: [
    ['5', '2023-10-31'],
    ['5.5', '2018-12-31'],
    ['5.6', '2021-02-28'],
    ['5.7', '2023-10-31'],
    ['8.0', '2026-04-30'],
  ],
};
