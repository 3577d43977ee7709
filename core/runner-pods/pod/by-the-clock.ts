import { createHash } from 'node:crypto';
import type { LiveDatabase } from '../../inventory/model.ts';
import type { OperationId } from '../../runner/plan.ts';
import type { RunnerRequest } from '../request.ts';

/** Characters of an operation's id. */
const LENGTH = 8;

/** The id of an operation that a Job runs: the same for each of its pods, and for no other Job. `uid`: the Job's. */
export const idOfJob = (uid: string): string => createHash('sha256').update(uid).digest('hex').slice(0, LENGTH);

/** The request of one run: what the clock begins gets its id from its Job. */
export function asOf(request: RunnerRequest, uid: string): RunnerRequest {
  if (request.confirmed !== undefined) return request;
  if (uid === '') throw new Error('The pod does not say which Job it belongs to.');
  return { ...request, id: idOfJob(uid) };
}

/** Why what the clock wants is so already; undefined where there is something to do. */
export function nothingToDo(operation: OperationId, { health, name }: LiveDatabase): string | undefined {
  if (operation === 'stop' && health === 'stopped') return `${name} is stopped already.`;
  if (operation === 'start' && health !== 'stopped') return `${name} is not stopped: there is nothing to start.`;
  return undefined;
}
