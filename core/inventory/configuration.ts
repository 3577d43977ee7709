import type { ApiObject, Connection } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';

/** A ConfigMap that a database's pods name. */
export interface ConfigMapName {
  readonly namespace: string;
  readonly name: string;
  /** Most have none of it: where it is not there, it is looked for seldom. */
  readonly rare?: boolean;
}

/** What was read: the ConfigMap, or that it is not there. */
export interface ConfigMapRead extends Omit<ConfigMapName, 'rare'> {
  readonly object: ApiObject | undefined;
}

/** How long what was read counts as true: configuration changes seldom, and most engines read it at their start only. */
const TRUE_FOR_MS = 120_000;
const REFUSED_MS = 300_000;
const RARE_MS = 600_000;
const AT_ONCE = 4;

/**
 * Reads ConfigMaps by name, those alone that databases name: a cluster's others are nobody's business, and may be thousands. They are read
 * again now and then, and when {@link ConfigMapReader.again} says so.
 */
export class ConfigMapReader {
  readonly #read: Connection['read'];
  readonly #now: () => number;
  readonly #tell: (read: readonly ConfigMapRead[]) => void;
  readonly #due = new Map<string, number>();
  readonly #refused = new Map<string, number>();
  #wanted: readonly ConfigMapName[] = [];
  #round: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(read: Connection['read'], now: () => number, tell: (read: readonly ConfigMapRead[]) => void) {
    this.#read = read;
    this.#now = now;
    this.#tell = tell;
  }

  /** Namespaces in which one may not read them. */
  get refused(): readonly string[] {
    return [...this.#refused].filter(([, until]) => until > this.#now()).map(([namespace]) => namespace);
  }

  setWanted(wanted: readonly ConfigMapName[]): void {
    this.#wanted = wanted;
    const keys = new Set(wanted.map(keyOf));
    for (const key of this.#due.keys()) if (!keys.has(key)) this.#due.delete(key);
    if (wanted.some((one) => this.#isDue(one))) void this.#goRound();
    this.#plan();
  }

  /** Reads all of them again. */
  again(): Promise<void> {
    this.#due.clear();
    return this.#goRound();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #plan(): void {
    clearTimeout(this.#timer);
    if (this.#isClosed || this.#wanted.length === 0) return;
    this.#timer = setTimeout(() => void this.#goRound().then(() => this.#plan()), TRUE_FOR_MS);
    this.#timer.unref();
  }

  #isDue(one: ConfigMapName): boolean {
    return (this.#due.get(keyOf(one)) ?? 0) <= this.#now() && (this.#refused.get(one.namespace) ?? 0) <= this.#now();
  }

  #goRound(): Promise<void> {
    this.#round ??= this.#readDue().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  async #readDue(): Promise<void> {
    for (;;) {
      const due = this.#wanted.filter((one) => this.#isDue(one)).slice(0, AT_ONCE);
      if (due.length === 0 || this.#isClosed) return;
      for (const one of due) this.#due.set(keyOf(one), this.#now() + TRUE_FOR_MS);
      const read = await Promise.all(due.map((one) => this.#readOne(one)));
      if (!this.#isStopped()) this.#tell(read.filter((one) => one !== undefined));
    }
  }

  #isStopped(): boolean {
    return this.#isClosed;
  }

  /** Undefined where nothing was learnt: what was known before stays. */
  async #readOne({ namespace, name, rare }: ConfigMapName): Promise<ConfigMapRead | undefined> {
    try {
      return { namespace, name, object: await this.#read({ resource: RESOURCES.configMaps, namespace, name }) };
    } catch (error) {
      if (!(error instanceof ClusterTrouble)) return undefined;
      if (error.kind === 'missing') {
        if (rare === true) this.#due.set(keyOf({ namespace, name }), this.#now() + RARE_MS);
        return { namespace, name, object: undefined };
      }
      if (error.kind === 'forbidden') this.#refused.set(namespace, this.#now() + REFUSED_MS);
      return undefined;
    }
  }
}

function keyOf({ namespace, name }: ConfigMapName): string {
  return `${namespace}/${name}`;
}
