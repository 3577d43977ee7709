// A connection that fails now and then: before a request arrives, after it was answered, or in the middle of a command.
import type { Connection, ExecOptions } from '../../core/cluster/connection.ts';
import { ClusterTrouble, type TroubleKind } from '../../core/cluster/trouble.ts';

/** As an API server says 429, 500 and nothing at all. */
const KINDS: readonly TroubleKind[] = ['busy', 'server', 'timeout', 'unreachable'];

/** Milliseconds after which a command is cut. */
const CUT = 40;

const WITH_ANSWER = new Set(['read', 'create', 'patch', 'replace', 'remove', 'get', 'may']);

/** Numbers from 0 to 1, the same for the same seed. https://en.wikipedia.org/wiki/Linear_congruential_generator */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

export interface Faulty {
  readonly connection: Connection;
  /** From now on. */
  readonly begin: () => void;
  /** How many requests have failed. */
  readonly failed: () => number;
}

/** So many of its requests, from 0 to 1, fail, once it has begun. */
export function faulty(sound: Connection, most: number, seed: number): Faulty {
  const dice = numbers(seed);
  let failed = 0;
  let share = 0;
  const trouble = (): ClusterTrouble => {
    failed++;
    const kind = KINDS[Math.floor(dice.next().value * KINDS.length)] ?? 'server';
    return new ClusterTrouble(kind, 'The API server has a bad day.');
  };
  const connection = new Proxy(sound, {
    get: (target, key): unknown => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || typeof key !== 'string') return value;
      const call = (args: readonly unknown[]): unknown => Reflect.apply(value, target, args) as unknown;
      if (key === 'exec')
        return async (...[where, command, options = {}]: [unknown, unknown, ExecOptions?]): Promise<unknown> => {
          if (dice.next().value >= share) return call([where, command, options]);
          const cut = AbortSignal.timeout(CUT);
          const signal = options.signal === undefined ? cut : AbortSignal.any([options.signal, cut]);
          try {
            return await call([where, command, { ...options, signal }]);
          } catch (error) {
            if (!cut.aborted || options.signal?.aborted === true) throw error;
            throw trouble();
          }
        };
      if (!WITH_ANSWER.has(key)) return value.bind(target) as unknown;
      return async (...args: readonly unknown[]): Promise<unknown> => {
        const roll = dice.next().value;
        if (roll < share / 2) throw trouble();
        const answer = await call(args);
        if (roll < share) throw trouble();
        return answer;
      };
    },
  });
  return { connection, begin: () => void (share = most), failed: () => failed };
}
