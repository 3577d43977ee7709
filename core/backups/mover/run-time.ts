import { randomInt } from 'node:crypto';
import { timeName } from '../manifest-text.ts';
import { AT_RUN_TIME, type StoreRequest } from './request.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 8;

/** The request of one run: an id of its own, and its time, where the request leaves them to the run. `now` in milliseconds since 1970. */
export function datedNow(request: StoreRequest, now: number): StoreRequest {
  if (request.start.id !== AT_RUN_TIME) return request;
  const tail = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)] ?? '').join('');
  return { ...request, start: { ...request.start, id: `${timeName(now)}-${tail}`, started: now } };
}
