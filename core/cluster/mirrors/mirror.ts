import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import { Batch } from './batch.ts';
import type { Connection, Resource } from '../connection.ts';
import { MirrorObjects, uidOf } from './mirror-objects.ts';
import { PACE, type Mirror, type MirrorOptions, type MirrorState, type Pace } from './mirror-state.ts';
import { Slice } from './slice.ts';
import { ClusterTrouble, type TroubleKind } from '../trouble.ts';

/** A watch that ended sooner than this, in milliseconds, and told nothing, is not taken up again at once. */
const SHORT = 1000;

/** What does not pass by itself soon. For credentials a program may run each time, which may open a browser. */
const SLOWLY: ReadonlySet<TroubleKind> = new Set([
  'forbidden',
  'missing',
  'unauthenticated',
  'credentials',
  'certificate',
]);

/**
 * Opens a mirror of a resource, of one namespace or (undefined) of all: it lists, watches from there, takes the watch up again where it broke, and
 * lists anew where the cluster has forgotten the point (410). It never gives up; whoever opens it closes it.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export function openMirror(
  connection: Pick<Connection, 'list' | 'watch'>,
  resource: Resource,
  namespace: string | undefined,
  options: MirrorOptions = {},
): Mirror {
  return new Follower(connection, resource, namespace, options);
}

class Follower implements Mirror {
  readonly resource: Resource;
  readonly #connection: Pick<Connection, 'list' | 'watch'>;
  readonly #namespace: string | undefined;
  readonly #options: MirrorOptions;
  readonly #pace: Pace;
  readonly #now: () => number;
  readonly #batch: Batch;
  readonly #objects: MirrorObjects;
  readonly #closing = new AbortController();
  #state: MirrorState = { phase: 'loading' };
  /** The state that listeners know: it never promises objects that were not told yet. */
  #told: MirrorState = this.#state;
  /** From where to watch; undefined: list first. */
  #version: string | undefined;
  /** Whether a list was ever whole. */
  #whole = false;
  #backoff: IBackoff<unknown> | undefined;
  /** How often the point to watch from was too old, without a success in between. */
  #expired = 0;

  constructor(
    connection: Pick<Connection, 'list' | 'watch'>,
    resource: Resource,
    namespace: string | undefined,
    options: MirrorOptions,
  ) {
    this.resource = resource;
    this.#connection = connection;
    this.#namespace = namespace;
    this.#options = options;
    this.#pace = options.pace ?? PACE;
    this.#now = options.now ?? Date.now;
    this.#batch = new Batch(this.#pace.batch, () => (this.#told = this.#state));
    this.#objects = new MirrorObjects(this.#batch, options.keep);
    void this.#follow();
  }

  get state(): MirrorState {
    return this.#told;
  }

  get objects(): Mirror['objects'] {
    return this.#objects.all;
  }

  onChange(listener: Parameters<Mirror['onChange']>[0]): () => void {
    return this.#batch.listen(listener);
  }

  close(): void {
    this.#state = { phase: 'closed' };
    this.#told = this.#state;
    this.#batch.close();
    this.#closing.abort();
  }

  #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  async #follow(): Promise<void> {
    while (!this.#isClosed()) {
      try {
        if (this.#version === undefined) {
          this.#version = await this.#list();
          this.#live();
        }
        await this.#watch();
      } catch (error) {
        if (!this.#isClosed()) await this.#endure(asTrouble(error));
      }
    }
  }

  /** Takes the whole list in; gives the version from which on to watch. */
  async #list(): Promise<string> {
    const { labelSelector, fieldSelector } = this.#options;
    const seen = new Set<string>();
    const slice = new Slice();
    let version: string | undefined;
    for await (const page of this.#connection.list(
      this.resource,
      this.#namespace,
      this.#selecting(labelSelector, fieldSelector),
    )) {
      if (page.restarted === true) seen.clear();
      for (const object of page.items) {
        this.#objects.put(object);
        seen.add(uidOf(object));
        if (slice.over) await slice.pause();
      }
      if (this.#isClosed()) break;
      version = page.resourceVersion;
    }
    if (version === undefined) throw new ClusterTrouble('broken', 'The list ended before its first page.');
    this.#objects.retain(seen);
    this.#whole = true;
    return version;
  }

  async #watch(): Promise<void> {
    const { labelSelector, fieldSelector } = this.#options;
    const started = performance.now();
    const slice = new Slice();
    const from = this.#version ?? '';
    const watch = this.#connection.watch(this.resource, this.#namespace, from, {
      ...this.#selecting(labelSelector, fieldSelector),
      opened: () => this.#live(),
    });
    try {
      for await (const { type, object } of watch) {
        if (this.#isClosed()) return;
        this.#settle();
        if (type === 'DELETED') this.#objects.remove(object);
        else if (type !== 'BOOKMARK') this.#objects.put(object);
        this.#version = object.metadata.resourceVersion ?? this.#version;
        if (slice.over) await slice.pause();
      }
    } finally {
      if (performance.now() - started >= SHORT) this.#settle();
    }
    if (this.#version === from && performance.now() - started < SHORT) await this.#pause(this.#wait(undefined));
  }

  #selecting(
    labelSelector: string | undefined,
    fieldSelector: string | undefined,
  ): { readonly signal: AbortSignal; readonly labelSelector?: string; readonly fieldSelector?: string } {
    return {
      signal: this.#closing.signal,
      ...(labelSelector === undefined ? {} : { labelSelector }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
    };
  }

  /** Says what went wrong, and waits until it may be tried again. */
  async #endure(trouble: ClusterTrouble): Promise<void> {
    if (trouble.kind === 'expired') {
      // Nothing is wrong with that: it lists anew. Where even that is too old at once, the cluster cannot keep up, and is given time.
      this.#version = undefined;
      this.#expired++;
      if (this.#expired === 1) return;
    }
    const refused = SLOWLY.has(trouble.kind);
    const wait = refused ? this.#pace.refused * (0.75 + Math.random() / 2) : this.#wait(trouble.retryAfter);
    const retryAt = this.#now() + wait;
    if (trouble.kind === 'missing') {
      // The resource itself is gone (its CustomResourceDefinition was deleted), and its objects with it.
      this.#version = undefined;
      this.#objects.retain(new Set());
      this.#become({ phase: 'missing', retryAt });
    } else if (trouble.kind === 'forbidden') {
      // Rights may have been away for long: what happened meanwhile is read from a new list.
      this.#version = undefined;
      this.#become({ phase: 'forbidden', trouble, retryAt });
    } else if (this.#whole) {
      const since = 'since' in this.#state && this.#state.phase === 'stale' ? this.#state.since : this.#now();
      this.#become({ phase: 'stale', since, trouble, retryAt });
    } else this.#become({ phase: 'loading', trouble, retryAt });
    await this.#pause(wait);
  }

  /** How long to wait after a failure; longer each time, until all is well again. */
  #wait(asked: number | undefined): number {
    const { first: initialDelay, longest: maxDelay } = this.#pace;
    this.#backoff =
      this.#backoff === undefined
        ? new ExponentialBackoff({ initialDelay, maxDelay }).next()
        : this.#backoff.next(undefined);
    return Math.max(this.#backoff.duration, asked ?? 0);
  }

  /** The watch does what it should: the next failure is a first one again. */
  #settle(): void {
    this.#backoff = undefined;
    this.#expired = 0;
  }

  #live(): void {
    if (this.#state.phase !== 'live') this.#become({ phase: 'live', since: this.#now() });
  }

  #become(state: MirrorState): void {
    if (this.#isClosed()) return;
    this.#state = state;
    this.#batch.state();
  }

  #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#closing;
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds);
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done);
    });
  }
}

/** A fault of ours must not end a mirror silently: it is shown as trouble, and tried again. */
function asTrouble(error: unknown): ClusterTrouble {
  if (error instanceof ClusterTrouble) return error;
  const what = error instanceof Error ? error.message : String(error);
  return new ClusterTrouble('broken', `The cluster’s answer could not be taken in: ${what}`, { cause: error });
}
