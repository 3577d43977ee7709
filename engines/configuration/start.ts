import { isUnknown } from '../model/object.ts';
import type { Container } from '../model/workload.ts';
import { callsOf, programName, readCalls, wordsKnown } from './calls.ts';
import type { Call, CallWord } from './calls.ts';

/**
 * The calls that start one of these servers. Where none does, two things that images allow are understood: a configuration file as
 * the first argument (`args: [/conf/redis.conf]`), and a script that is handed the server as its argument
 * (`/conf/update-node.sh redis-server /conf/redis.conf`), as such scripts end with `exec "$@"`.
 */
export function serverCalls(container: Container, programs: readonly string[]): Call[] {
  const calls = callsOf(container, programs);
  if (calls.length > 0) return calls;
  return readCalls(container).flatMap((call): Call[] => {
    if (call.from !== 'argument') return [];
    const [first] = container.args;
    if (container.command.length === 0 && first?.value.endsWith('.conf') === true) {
      return [{ program: undefined, source: undefined, words: [first, ...call.words], from: call.from }];
    }
    const index = call.words.findIndex((word) => programs.includes(programName(word.value)));
    const word = call.words[index];
    if (word === undefined) return [];
    const program = programName(word.value);
    return [{ program, source: word.source, words: call.words.slice(index + 1), from: call.from }];
  });
}

/**
 * True when everything that starts the server can be read: no templated words, nothing that a template or base may add, and no
 * script out of sight in between. The image's own entrypoint counts as read, and so does an option whose value only the pod knows
 * (`--requirepass $(PASSWORD)`): its name says what it is about.
 */
export function isStartInSight(container: Container, programs: readonly string[]): boolean {
  if (!wordsKnown(container)) return false;
  if (container.words.length === 0) return true;
  if (callsOf(container, programs).some(areNamed)) return true;
  if (!serverCalls(container, programs).some(areNamed)) return false;
  // A mounted script that is handed the server as its arguments: what it does can be read.
  const [first] = container.words;
  const isHandedOn = ({ path, text }: { readonly path: string; readonly text: string }) =>
    path === first?.value && /exec\s+"?\$@"?/u.test(text);
  return container.command.length === 0 || container.files.some(isHandedOn);
}

/** Every word is known, or is the value of an option that is. */
function areNamed({ words }: Call): boolean {
  const isNamed = (word: CallWord, index: number) =>
    !isUnknown(word.value) || /^--?[A-Za-z][\w.-]*[=\s]/u.test(word.value) || isOption(words[index - 1]);
  return words.every(isNamed);
}

function isOption(word: CallWord | undefined): boolean {
  return word !== undefined && /^--?[A-Za-z][\w.-]*$/u.test(word.value) && !isUnknown(word.value);
}
