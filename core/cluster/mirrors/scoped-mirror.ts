import { Batch } from './batch.ts';
import type { ApiObject, Connection, Resource } from '../connection.ts';
import { uidOf } from './mirror-objects.ts';
import { openMirror } from './mirror.ts';
import { PACE, type Mirror, type MirrorChange, type MirrorOptions, type MirrorState } from './mirror-state.ts';
import type { ReadableNamespaces } from './readable-namespaces.ts';
import type { ClusterTrouble } from '../trouble.ts';

/** How far a scoped mirror is to be trusted. */
export interface ScopedState {
  /** Every part of it has been listed once, or is refused: what is not here does not exist, as far as one may see. */
  readonly whole: boolean;
  /** Namespaces that are looked at; undefined: all. */
  readonly namespaces: readonly string[] | undefined;
  /** Namespaces of these in which one may not read the resource now; `'all'` where one may nowhere. */
  readonly refused: 'all' | readonly string[];
  /** Why it does not follow changes now; undefined while it does. */
  readonly trouble: ClusterTrouble | undefined;
  /** When that is tried again, in milliseconds since 1970. */
  readonly retryAt: number | undefined;
}

/** The objects of one resource in all namespaces in which one may read it. */
export interface ScopedMirror {
  readonly resource: Resource;
  readonly state: ScopedState;
  /** By uid. Of a namespace that is refused since a while, what was last seen. */
  readonly objects: ReadonlyMap<string, ApiObject>;
  onChange(listener: (change: MirrorChange) => void): () => void;
  close(): void;
}

/** Made by `openScope`: one mirror of all namespaces, and where that is forbidden, one of each readable one. */
export class ScopedFollower implements ScopedMirror {
  readonly resource: Resource;
  readonly objects = new Map<string, ApiObject>();
  readonly #connection: Pick<Connection, 'list' | 'watch'>;
  readonly #namespaces: ReadableNamespaces;
  readonly #options: MirrorOptions;
  readonly #batch: Batch;
  /** Undefined where only some namespaces are wanted. It goes on asking while it is forbidden, so rights that come are noticed. */
  readonly #everywhere: Mirror | undefined;
  readonly #parts = new Map<string, Mirror>();
  readonly #only: boolean;
  #unlisten: (() => void) | undefined;
  #state: ScopedState = { whole: false, namespaces: undefined, refused: [], trouble: undefined, retryAt: undefined };
  #told: ScopedState = this.#state;
  #closed = false;

  constructor(
    connection: Pick<Connection, 'list' | 'watch'>,
    resource: Resource,
    namespaces: ReadableNamespaces,
    only: boolean,
    options: MirrorOptions,
  ) {
    this.resource = resource;
    this.#connection = connection;
    this.#namespaces = namespaces;
    this.#only = only && resource.namespaced;
    const pace = options.pace ?? PACE;
    this.#batch = new Batch(pace.batch, () => (this.#told = this.#state));
    // Changes are gathered here; the parts tell at once.
    this.#options = { ...options, pace: { ...pace, batch: 0 } };
    if (!this.#only) this.#everywhere = this.#follow(undefined);
    this.#arrange();
  }

  /** As it was when changes were last told: it never promises objects that a listener has not heard of. */
  get state(): ScopedState {
    return this.#told;
  }

  #weigh(): ScopedState {
    const parts = this.#active();
    const byNamespace = this.#byNamespace;
    const states = parts.map(([, { state }]) => state);
    const refused = parts.filter(([, { state }]) => state.phase === 'forbidden').map(([name]) => name);
    const searching = byNamespace && !this.#only && !this.#namespaces.isSettled;
    const nowhere = byNamespace ? refused.length === parts.length && !searching : refused.length > 0;
    const troubled = states.find((state): state is MirrorState & { trouble: ClusterTrouble; retryAt: number } => {
      return (state.phase === 'stale' || state.phase === 'loading') && state.trouble !== undefined;
    });
    return {
      whole: !searching && states.every(({ phase }) => phase !== 'loading'),
      namespaces: byNamespace ? parts.map(([name]) => name) : undefined,
      refused: nowhere ? 'all' : refused,
      trouble: troubled?.trouble,
      retryAt: troubled?.retryAt,
    };
  }

  onChange(listener: (change: MirrorChange) => void): () => void {
    return this.#batch.listen(listener);
  }

  close(): void {
    this.#closed = true;
    this.#unlisten?.();
    this.#batch.close();
    this.#everywhere?.close();
    for (const part of this.#parts.values()) part.close();
  }

  /** Whether it looks into single namespaces now. */
  get #byNamespace(): boolean {
    if (this.#everywhere === undefined) return true;
    return this.resource.namespaced && this.#everywhere.state.phase === 'forbidden';
  }

  #active(): [string, Mirror][] {
    if (this.#byNamespace || this.#everywhere === undefined) return [...this.#parts];
    return [['', this.#everywhere]];
  }

  #follow(namespace: string | undefined): Mirror {
    const mirror = openMirror(this.#connection, this.resource, namespace, this.#options);
    mirror.onChange(({ changed, removed, state }) => {
      if (this.#closed) return;
      for (const object of changed) this.#put(object);
      for (const object of removed) this.#remove(uidOf(object));
      if (!state) return;
      this.#arrange();
      this.#batch.state();
    });
    return mirror;
  }

  /** Opens and closes parts as rights are now, and drops what no part has any more. */
  #arrange(): void {
    if (this.#closed) return;
    if (this.#byNamespace) {
      this.#unlisten ??= this.#namespaces.onChange(() => {
        this.#arrange();
        this.#batch.state();
      });
      const wanted = this.#only ? this.#namespaces.named : this.#namespaces.of(this.resource);
      for (const namespace of wanted)
        if (!this.#parts.has(namespace)) this.#parts.set(namespace, this.#follow(namespace));
      for (const [namespace, part] of this.#parts) if (!wanted.has(namespace)) this.#drop(namespace, part);
    } else if (this.#everywhere?.state.phase === 'live') {
      for (const [namespace, part] of this.#parts) this.#drop(namespace, part);
    }
    this.#reconcile();
  }

  #drop(namespace: string, part: Mirror): void {
    part.close();
    this.#parts.delete(namespace);
  }

  /** When all parts are whole, nothing else exists: objects that came by another way (before rights changed) go. */
  #reconcile(): void {
    const parts = this.#active().map(([, part]) => part);
    this.#state = this.#weigh();
    if (!this.#state.whole) return;
    for (const part of parts) for (const [uid, object] of part.objects) if (!this.objects.has(uid)) this.#put(object);
    for (const uid of this.objects.keys()) if (!parts.some((part) => part.objects.has(uid))) this.#remove(uid);
  }

  #put(object: ApiObject): void {
    const uid = uidOf(object);
    if (this.objects.get(uid) === object) return;
    this.objects.set(uid, object);
    this.#batch.changed(uid, object);
  }

  #remove(uid: string): void {
    const known = this.objects.get(uid);
    if (known === undefined) return;
    this.objects.delete(uid);
    this.#batch.removed(uid, known);
  }
}
