import type { ListedOperation } from '../../core/runner/list.ts';
import { isLeft } from '../views/operation/seen.ts';

/** Operations that wait for somebody: not ended, and no runner at them; or in need of a person. */
export const leftBehind = (operations: readonly ListedOperation[]): readonly ListedOperation[] =>
  operations.filter(({ record, live }) => isLeft({ record, runner: live ? 'elsewhere' : 'nobody' }));
