import type { Row } from '../row.ts';
import { accessRows } from './access.ts';
import { networkRows } from './network.ts';
import { operatorRows } from './operators.ts';
import { podRows } from './pod.ts';
import { storageRows } from './storage.ts';
import { workloadRows } from './workloads.ts';

/** The table of references: definitions, uses, links, renaming and completion are all read from it. */
export const rows: readonly Row[] = [
  ...podRows,
  ...workloadRows,
  ...networkRows,
  ...storageRows,
  ...accessRows,
  ...operatorRows,
];
