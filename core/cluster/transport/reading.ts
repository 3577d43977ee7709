import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  DelegateBackoff,
  handleWhen,
  retry,
  wrap,
  type IPolicy,
} from 'cockatiel';
import { ClusterTrouble } from '../trouble.ts';

/** How reads are tried again. In milliseconds. */
export interface Patience {
  /** Attempts after the first. */
  readonly retries: number;
  readonly first: number;
  readonly longest: number;
  /** After this many failures to connect, one after the other, requests fail at once … */
  readonly failures: number;
  /** … until so much time has gone by and one may try again. */
  readonly rest: number;
}

export const PATIENCE: Patience = { retries: 3, first: 200, longest: 10_000, failures: 8, rest: 2_000 };

const isPassing = (error: Error): boolean =>
  error instanceof ClusterTrouble &&
  (error.kind === 'unreachable' || error.kind === 'busy' || (error.kind === 'server' && error.status !== 501));

const isDead = (error: Error): boolean =>
  error instanceof ClusterTrouble && (error.kind === 'unreachable' || error.kind === 'timeout');

/**
 * How reads of one connection are made: tried again with growing, random pauses (or those that the server asks for), and not at all for a while
 * when the cluster is dead. Writes do not pass through here.
 */
export class Reading {
  readonly #retry: IPolicy;
  readonly #circuit: IPolicy;
  #last: ClusterTrouble | undefined;

  constructor(patience: Patience = PATIENCE) {
    const circuit = circuitBreaker(handleWhen(isDead), {
      halfOpenAfter: patience.rest,
      breaker: new ConsecutiveBreaker(patience.failures),
    });
    circuit.onFailure(({ reason }) => {
      if ('error' in reason && reason.error instanceof ClusterTrouble) this.#last = reason.error;
    });
    const again = retry(handleWhen(isPassing), {
      maxAttempts: patience.retries,
      backoff: new DelegateBackoff(({ attempt, result }) => {
        const asked = 'error' in result && result.error instanceof ClusterTrouble ? result.error.retryAfter : undefined;
        if (asked !== undefined) return Math.min(asked, patience.longest);
        // Full jitter over the upper half: clients that failed together do not come back together.
        const most = Math.min(patience.longest, patience.first * 2 ** (attempt - 1));
        return most * (0.5 + Math.random() / 2);
      }),
    });
    this.#circuit = circuit;
    this.#retry = wrap(again, circuit);
  }

  /** Runs a read, and again where that helps. */
  run<T>(read: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#through(this.#retry, read, signal);
  }

  /** Runs a read once; for streams, whose users have their own way of going on. */
  once<T>(read: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#through(this.#circuit, read, signal);
  }

  async #through<T>(policy: IPolicy, read: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    try {
      return await policy.execute(({ signal: inner }) => read(inner), signal);
    } catch (error) {
      if (error instanceof ClusterTrouble) throw error;
      if (signal?.aborted === true) throw new ClusterTrouble('cancelled', 'Cancelled.');
      if (error instanceof BrokenCircuitError && this.#last !== undefined)
        throw new ClusterTrouble(this.#last.kind, this.#last.message, { cause: this.#last });
      throw error;
    }
  }
}
