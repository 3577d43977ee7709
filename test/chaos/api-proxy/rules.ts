import type { ApiRequest } from './request.ts';

/** Which requests a rule is about: all of what is given must hold. A function may look at anything. */
export type Match =
  | ((request: ApiRequest) => boolean)
  | {
      readonly verb?: string | readonly string[];
      readonly resource?: string | readonly string[];
      readonly namespace?: string;
      readonly name?: string;
      readonly subresource?: string;
      readonly path?: RegExp;
    };

/** What goes wrong. Times are milliseconds but for `retryAfter`. */
export type Fault =
  /** Answers itself, with an HTTP code and a Status. `retryAfter`: seconds of the header of that name. */
  | {
      readonly kind: 'status';
      readonly code: number;
      readonly reason?: string;
      readonly message?: string;
      readonly retryAfter?: number;
    }
  /** Takes the request and never answers; the connection stays until the client or `heal` ends it. */
  | { readonly kind: 'silence' }
  /** Breaks the connection off without an answer, before anything has reached the API. */
  | { readonly kind: 'reset' }
  /** Passes the request on, lets it take effect, and breaks off before the answer: the client cannot know. */
  | { readonly kind: 'lost-answer' }
  /** Waits before the request is passed on; rules after it still apply. */
  | { readonly kind: 'delay'; readonly ms: number }
  /**
   * Ends an answer in the middle: after so many lines (events of a watch), or after so many milliseconds. `how`: `end` is what a server does that
   * has had enough, `reset` what a broken network does, `half-line` breaks off within a JSON text.
   */
  | {
      readonly kind: 'drop';
      readonly afterLines?: number;
      readonly afterMs?: number;
      readonly how?: 'end' | 'reset' | 'half-line';
    }
  /** A watch that ends with an ERROR event of code 410 after so many events (default: at once). */
  | { readonly kind: 'watch-gone'; readonly afterLines?: number }
  /** Breaks an upgraded stream (exec, attach, port-forward) off: after so many bytes from the API, or milliseconds; at once without either. */
  | { readonly kind: 'cut'; readonly afterBytes?: number; readonly afterMs?: number };

export interface Rule {
  /** All requests where absent. */
  readonly match?: Match;
  readonly fault: Fault;
  /** After so many times the rule is used up. */
  readonly times?: number;
  /** The share of matching requests that it hits, from 0 to 1; all by default. */
  readonly share?: number;
}

/** A rule at work. */
export interface ActiveRule {
  /** How often it has struck. */
  readonly hits: number;
  /** Takes it away. What it has broken stays broken. */
  remove(): void;
}

const among = (wanted: string | readonly string[] | undefined, actual: string | undefined): boolean =>
  wanted === undefined || (actual !== undefined && [wanted].flat().includes(actual));

/** Whether a request is one that a rule is about. */
export function matches(match: Match | undefined, request: ApiRequest): boolean {
  if (match === undefined) return true;
  if (typeof match === 'function') return match(request);
  return (
    among(match.verb, request.verb) &&
    among(match.resource, request.resource) &&
    among(match.namespace, request.namespace) &&
    among(match.name, request.name) &&
    among(match.subresource, request.subresource) &&
    (match.path === undefined || match.path.test(request.path))
  );
}

const isUpgradeFault = (fault: Fault): boolean => fault.kind === 'cut';
const isAnswerFault = (fault: Fault): boolean => ['drop', 'watch-gone', 'lost-answer'].includes(fault.kind);

/** The rules of a proxy, in the order in which they were given. */
export class Rules {
  readonly #active: { rule: Rule; hits: number }[] = [];
  readonly #random: () => number;

  /** `random` gives numbers from 0 to 1, as Math.random does; a seeded one makes a run repeatable. */
  constructor(random: () => number) {
    this.#random = random;
  }

  add(rule: Rule): ActiveRule {
    const entry = { rule, hits: 0 };
    this.#active.push(entry);
    return {
      get hits() {
        return entry.hits;
      },
      remove: () => {
        const index = this.#active.indexOf(entry);
        if (index >= 0) this.#active.splice(index, 1);
      },
    };
  }

  clear(): void {
    this.#active.length = 0;
  }

  /** What happens to a request: all delays that come first, and the first other fault. A fault that cannot happen to it passes it by. */
  faultsOf(request: ApiRequest, upgrades: boolean): Fault[] {
    const faults: Fault[] = [];
    for (const entry of this.#active) {
      const { fault, match, times = Infinity, share = 1 } = entry.rule;
      if (entry.hits >= times || !matches(match, request)) continue;
      if (upgrades ? isAnswerFault(fault) : isUpgradeFault(fault)) continue;
      if (fault.kind === 'watch-gone' && request.verb !== 'watch') continue;
      if (share < 1 && this.#random() >= share) continue;
      entry.hits += 1;
      faults.push(fault);
      if (fault.kind !== 'delay') break;
    }
    return faults;
  }
}
