import type { Container } from '../model/workload.ts';
import type { Call, CallWord } from './calls.ts';
import { readVariable } from './environment.ts';

/**
 * The command line that an image's start script takes from a variable (`REDIS_ARGS`, `MONGODB_EXTRA_FLAGS`), as if it were a call of
 * the server; undefined where the variable is not set or its value is not in sight.
 */
export function callOfVariable(container: Container, name: string): Call | undefined {
  const found = readVariable(container, name);
  if (found?.state !== 'known') return undefined;
  const { source } = found.variable;
  const words = [...found.value.matchAll(/"([^"]*)"|'([^']*)'|\S+/gu)].map((match): CallWord => {
    const [word, double, single] = match;
    const span = [match.index, match.index + word.length] as const;
    return { value: double ?? single ?? word, source: { ...source, span } };
  });
  return { program: undefined, source, words, from: 'argument' };
}
