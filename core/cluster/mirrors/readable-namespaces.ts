import type { Connection, Resource } from '../connection.ts';
import { openMirror } from './mirror.ts';
import type { Mirror, Pace } from './mirror-state.ts';
import { RESOURCES } from '../resources.ts';
import { mayFollow } from '../requests/rules-review.ts';
import type { Rules } from '../connection.ts';

type Asked = Pick<Connection, 'list' | 'watch' | 'may' | 'rules'>;

/** Namespaces whose rights are asked for at the same time. */
const AT_ONCE = 4;

/** Rights are asked for again after this time, in milliseconds. */
const AGAIN = 60_000;

const keyOf = ({ group, plural }: Resource): string => `${plural}.${group}`;

/**
 * The namespaces in which one may follow a resource, for those who may not do so in all at once: those that were named (whether one may or not: it
 * shows), and of those that one may list the ones whose rules allow it. Starts with the first question; asks again every minute.
 */
export class ReadableNamespaces {
  readonly named: ReadonlySet<string>;
  readonly #connection: Asked;
  readonly #again: number;
  readonly #pace: Pace | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #wanted = new Map<string, Resource>();
  readonly #allowed = new Map<string, Set<string>>();
  readonly #reviewed = new Set<string>();
  #mirror: Mirror | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reviewing = false;
  #closed = false;

  constructor(
    connection: Asked,
    named: Iterable<string>,
    { again = AGAIN, pace }: { again?: number; pace?: Pace | undefined } = {},
  ) {
    this.#connection = connection;
    this.named = new Set(named);
    this.#again = again;
    this.#pace = pace;
  }

  /** Where one may follow the resource, as far as it is known; see {@link isSettled}. */
  of(resource: Resource): ReadonlySet<string> {
    const key = keyOf(resource);
    if (!this.#wanted.has(key)) {
      this.#wanted.set(key, resource);
      this.#reviewed.clear();
      this.#start();
    }
    const present = this.#mirror?.state.phase === 'live' ? this.#listed() : undefined;
    const found = new Set(this.named);
    for (const [namespace, keys] of this.#allowed)
      if (keys.has(key) && (present === undefined || present.has(namespace))) found.add(namespace);
    return found;
  }

  /** All that can be found has been found. */
  get isSettled(): boolean {
    const state = this.#mirror?.state;
    if (state === undefined || (state.phase === 'loading' && state.trouble === undefined)) return false;
    if (state.phase !== 'live') return true;
    return [...this.#listed()].every((namespace) => this.#reviewed.has(namespace));
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#mirror?.close();
    this.#listeners.clear();
  }

  #listed(): Set<string> {
    return new Set([...(this.#mirror?.objects.values() ?? [])].map(({ metadata }) => metadata.name));
  }

  #start(): void {
    if (this.#mirror !== undefined) {
      void this.#review();
      return;
    }
    this.#mirror = openMirror(this.#connection, RESOURCES.namespaces, undefined, {
      ...(this.#pace === undefined ? {} : { pace: this.#pace }),
    });
    this.#mirror.onChange(() => {
      this.#tell();
      void this.#review();
    });
  }

  /** Asks for the rights in all namespaces that were not asked for yet. */
  async #review(): Promise<void> {
    if (this.#reviewing || this.#closed) return;
    this.#reviewing = true;
    try {
      for (;;) {
        const next = [...this.#listed()].filter((namespace) => !this.#reviewed.has(namespace)).slice(0, AT_ONCE);
        if (next.length === 0) break;
        const answers = await Promise.all(next.map((namespace) => this.#reviewOne(namespace)));
        next.forEach((namespace, index) => {
          const keys = answers[index];
          // What was once allowed stays: that rights were taken away is seen by whoever follows there, and told as such.
          const known = this.#allowed.get(namespace) ?? [];
          this.#allowed.set(namespace, new Set([...known, ...(keys ?? [])]));
          this.#reviewed.add(namespace);
        });
        this.#tell();
      }
    } finally {
      this.#reviewing = false;
    }
    clearTimeout(this.#timer);
    if (this.#isClosed()) return;
    this.#timer = setTimeout(() => {
      this.#reviewed.clear();
      void this.#review();
    }, this.#again);
    this.#timer.unref();
  }

  #isClosed(): boolean {
    return this.#closed;
  }

  async #reviewOne(namespace: string): Promise<Set<string> | undefined> {
    let rules: Rules;
    try {
      rules = await this.#connection.rules(namespace);
    } catch {
      return undefined;
    }
    const keys = new Set<string>();
    for (const [key, resource] of this.#wanted) {
      if (mayFollow(rules, resource)) keys.add(key);
      else if (rules.incomplete && (await this.#mayList(resource, namespace))) keys.add(key);
    }
    return keys;
  }

  async #mayList(resource: Resource, namespace: string): Promise<boolean> {
    try {
      return (await this.#connection.may({ verb: 'list', resource, namespace })).allowed;
    } catch {
      return false;
    }
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
