import { isUnknown } from '../model/object.ts';
import type { Container } from '../model/workload.ts';
import { callsOf, programName, readCalls, wordsKnown } from './calls.ts';
import type { Call } from './calls.ts';

/**
 * The calls that start one of these servers. Where none does, a script out of sight that is handed the server as its argument
 * (`/conf/update-node.sh redis-server /conf/redis.conf`) counts, as such scripts end with `exec "$@"`.
 */
export function serverCalls(container: Container, programs: readonly string[]): Call[] {
  const calls = callsOf(container, programs);
  if (calls.length > 0) return calls;
  return readCalls(container).flatMap(({ words, from }) => {
    const index = from === 'argument' ? words.findIndex((word) => programs.includes(programName(word.value))) : -1;
    const word = words[index];
    return word === undefined
      ? []
      : [{ program: programName(word.value), source: word.source, words: words.slice(index + 1), from }];
  });
}

/**
 * True when everything that starts the server can be read: no templated words, nothing that a template or base may add, and no
 * script out of sight in between. The image's own entrypoint counts as read.
 */
export function isStartInSight(container: Container, programs: readonly string[]): boolean {
  if (!wordsKnown(container)) return false;
  if (container.words.length === 0) return true;
  return callsOf(container, programs).some(({ words }) => words.every((word) => !isUnknown(word.value)));
}
