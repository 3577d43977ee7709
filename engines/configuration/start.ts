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
  const isKnown = (word: { readonly value: string }) => !isUnknown(word.value);
  if (callsOf(container, programs).some(({ words }) => words.every(isKnown))) return true;
  // A mounted script that is handed the server as its arguments: what it does can be read, and it ends with `exec "$@"`.
  return (
    serverCalls(container, programs).some(({ words }) => words.every(isKnown)) &&
    container.files.some(({ path, text }) => path === container.words[0]?.value && /exec\s+"?\$@"?/u.test(text))
  );
}
