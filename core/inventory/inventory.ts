import { operators } from '../../engines/operators/index.ts';
import type { Recogniser } from '../../engines/model/builder.ts';
import type { Connection, Resource } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { slim } from '../cluster/mirrors/slim.ts';
import { Slice } from '../cluster/mirrors/slice.ts';
import { memberKey } from './asking/types.ts';
import type { Attention, MemberAsker } from './asking/types.ts';
import { Changes } from './changes.ts';
import { completeKinds } from './completeness.ts';
import { ConfigMapReader } from './configuration.ts';
import type { ConfigMapRead } from './configuration.ts';
import { kindInStore } from './databases/operated.ts';
import { hasMoved } from './databases/moved.ts';
import { DatabaseRegister } from './databases/register.ts';
import { CLOCK_KEY } from './databases/sight.ts';
import { FACT_KINDS, readFacts } from './facts.ts';
import type { FeedChanges, FeedSource } from './feed.ts';
import { Feeds } from './feeds.ts';
import type {
  ClusterFacts,
  ContextState,
  InventoryChange,
  InventoryView,
  LiveDatabase,
  LiveObject,
  MissingRight,
  Orphan,
} from './model.ts';
import { objectsOf } from './objects-of.ts';
import { findOrphans } from './orphans.ts';
import { ContextWatch } from './state.ts';
import { CUSTOM } from './resources.ts';
import { missingByAsking } from './missing.ts';
import { ObjectStore } from './store/object-store.ts';
import { indexKind } from './store/index-kind.ts';
import { StoredObject } from './store/stored-object.ts';
import type { VolumeUsage } from './usage/volume-usage.ts';

/** What an inventory is made of. */
export interface Parts {
  readonly connection: Pick<Connection, 'context' | 'version' | 'discover' | 'read'>;
  readonly source: FeedSource;
  readonly recogniser: Recogniser;
  readonly asker: MemberAsker | undefined;
  readonly usage: VolumeUsage | undefined;
  readonly now: () => number;
  /** Told of a fault in Plinth itself, with the database's workload that it happened at. Never with an object's content. */
  readonly onFault: (error: unknown, where: string) => void;
}

/** A change is computed this soon; what comes meanwhile comes along. */
const GATHER_MS = 20;
/**
 * Where much changes, it waits this many times as long as its last work took: others have most of the time, and what changes again meanwhile is
 * computed once. No longer than the half second that leaves a view time to show a change within one.
 */
const REST = 8;
const MOST_GATHER_MS = 500;
/** Longer work tells what it has so far. */
const TELL_MS = 100;
const ORPHANS_EVERY_MS = 1_000;
const SUSPECTS_EVERY_MS = 1_000;
/** Kinds that decide what is orphaned. */
const ORPHAN_KINDS: ReadonlySet<string> = new Set([
  'PersistentVolumeClaim',
  'PersistentVolume',
  'Pod',
  'StatefulSet',
  'Deployment',
]);
/** Whether the API serves more than before. */
const DISCOVER_EVERY_MS = 300_000;
const MINUTE_MS = 60_000;

/** The databases of one context, kept true by its feeds, its members' answers and its volumes' use. */
export class Inventory implements InventoryView {
  readonly #parts: Parts;
  readonly #store = new ObjectStore();
  readonly #feeds: Feeds;
  readonly #register: DatabaseRegister;
  readonly #configuration: ConfigMapReader;
  readonly #watch: ContextWatch;
  readonly #changes = new Changes();
  readonly #listeners = new Set<(change: InventoryChange) => void>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #queue: { readonly resource: Resource; readonly changes: FeedChanges }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isWorking = false;
  #pause = GATHER_MS;
  #isClosed = false;
  #areMembersStale = false;
  #isDiscovered = false;
  /** All that the API serves; undefined where a part of it is not known. */
  #served: readonly Resource[] | undefined;
  /** All databases were computed once. */
  #isComputed = false;
  #areOrphansStale = true;
  #orphansAt = Number.NEGATIVE_INFINITY;
  #facts: ClusterFacts | undefined;
  #toldAt = 0;
  readonly #suspected = new Map<string, number>();
  orphans: readonly Orphan[] = [];
  missing: readonly MissingRight[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#feeds = new Feeds(parts.source, {
      onChanges: (resource, changes) => {
        this.#queue.push({ resource, changes });
        this.#schedule();
      },
      onState: () => this.#schedule(),
      known: ({ group, kind, namespaced }, { metadata: { namespace, name } }) =>
        this.#store.get(indexKind(group, kind), namespaced ? namespace : undefined, name)?.body,
    });
    this.#register = new DatabaseRegister(
      this.#store,
      {
        sees: (kind, namespace) => this.#feeds.sees(kind, namespace),
        asked: (key) => parts.asker?.known(key) ?? NOT_ASKED,
        used: (volume) => parts.usage?.known(volume) ?? NOT_MEASURED,
        now: parts.now,
      },
      parts.recogniser,
    );
    this.#configuration = new ConfigMapReader(
      (name, options) => parts.connection.read(name, options),
      parts.now,
      (read) => this.#takeConfiguration(read),
    );
    this.#watch = new ContextWatch(parts.connection, parts.now, () => this.#schedule());
    parts.asker?.onAnswer((key) => {
      this.#register.touchMember(key);
      this.#schedule();
    });
    parts.usage?.onChange((volumes) => {
      for (const volume of volumes) this.#register.touchKey(volume);
      this.#schedule();
    });
  }

  /** Begins to watch. */
  start(): this {
    this.#feeds.openFirst();
    this.#watch.start();
    void this.#discover();
    this.#passTime();
    return this;
  }

  get context(): InventoryView['context'] {
    return this.#parts.connection.context;
  }

  get state(): ContextState {
    return this.#watch.state;
  }

  get databases(): ReadonlyMap<string, LiveDatabase> {
    return this.#register.databases;
  }

  get namespaces(): readonly string[] | undefined {
    return this.#parts.source.namespaces;
  }

  get facts(): ClusterFacts | undefined {
    const { version } = this.#watch;
    if (version === undefined || !this.#watch.isPainted) return undefined;
    return (this.#facts ??= readFacts(version, this.#store, (kind) => this.#feeds.sees(kind, undefined)));
  }

  onChange(listener: (change: InventoryChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  object({ kind, namespace, name }: Pick<LiveObject, 'kind' | 'namespace' | 'name'>): StoredObject['body'] | undefined {
    const kinds = [
      kind,
      ...operators.map(({ resource }) => kindInStore(resource)).filter((one) => one.startsWith(`${kind}.`)),
    ];
    const found = kinds.map((one) => this.#store.get(one, namespace, name)).find((one) => one !== undefined);
    return found?.body;
  }

  objectsOf(id: string): readonly StoredObject['body'][] {
    const database = this.databases.get(id);
    const detail = this.#register.detail(id);
    return database && detail ? objectsOf(database, detail.model, this.#store).map(({ body }) => body) : [];
  }

  completeOf(id: string): readonly string[] {
    const namespace = this.databases.get(id)?.namespace;
    return namespace === undefined ? [] : completeKinds((kind) => this.#feeds.sees(kind, namespace), this.#served);
  }

  async refresh(id?: string): Promise<void> {
    const { asker, usage } = this.#parts;
    const members = id === undefined ? this.#register.members() : (this.#register.detail(id)?.toAsk ?? []);
    void usage?.measure();
    void this.#configuration.again();
    if (asker) await Promise.all(members.map((member) => asker.ask(memberKey(member))));
    await this.#work();
  }

  /** Whether anybody looks: members and volumes are asked only then. Objects are watched all the same. */
  setAttention(attention: Attention): void {
    this.#parts.asker?.setAttention(attention);
    this.#parts.usage?.setWatched(attention === 'watched');
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#feeds.close();
    this.#configuration.close();
    this.#parts.asker?.close();
    this.#parts.usage?.close();
    this.#watch.close();
    this.#listeners.clear();
  }

  async #discover(): Promise<void> {
    const found = await this.#parts.connection.discover().catch(() => undefined);
    if (this.#isClosed) return;
    if (found) {
      this.#feeds.openLater(found.resources, CUSTOM);
      this.#served = found.missing.length === 0 ? found.resources : undefined;
    }
    this.#isDiscovered = true;
    this.#schedule();
    this.#later(found ? DISCOVER_EVERY_MS : 10_000, () => void this.#discover());
  }

  /** Backups grow old while nothing happens. */
  #passTime(): void {
    this.#register.touchKey(CLOCK_KEY);
    if (this.#register.isDirty) this.#schedule();
    this.#later(MINUTE_MS, () => this.#passTime());
  }

  #later(delay: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, delay);
    timer.unref();
    this.#timers.add(timer);
  }

  #schedule(): void {
    if (this.#isClosed || this.#isWorking) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#work();
    }, this.#pause);
  }

  /** Takes in what has come, computes what that changes, and tells it; gives way to others every 10 ms. */
  async #work(): Promise<void> {
    if (this.#isWorking || this.#isClosed) return;
    this.#isWorking = true;
    try {
      const begun = performance.now();
      const wasPainted = this.#watch.isPainted;
      const slice = new Slice();
      do {
        await this.#takeIn(slice);
        // A feed may have become whole while this gave way: its objects wait in the queue.
        const isSettled = this.#isDiscovered && this.#feeds.isSettled && this.#queue.length === 0;
        this.#watch.judge(isSettled, this.#feeds.trouble);
        if (this.#watch.isPainted) await this.#compute(slice);
        // Before the first picture all that has come is taken in at once; afterwards others have their turn.
      } while (this.#queue.length > 0 && !this.#watch.isPainted && !this.#isStopped());
      // What comes right after the first picture is seldom much.
      const took = wasPainted ? performance.now() - begun : 0;
      this.#pause = Math.min(Math.max(GATHER_MS, REST * took), MOST_GATHER_MS);
      if (!this.#isStopped()) this.#finish();
    } finally {
      this.#isWorking = false;
    }
    if (this.#queue.length > 0 || (this.#watch.isPainted && this.#register.isDirty)) this.#schedule();
  }

  #isStopped(): boolean {
    return this.#isClosed;
  }

  async #takeIn(slice: Slice): Promise<void> {
    const queue = this.#queue;
    this.#queue = [];
    for (const { resource, changes } of queue) {
      for (const object of changes.put) {
        this.#put(new StoredObject(resource, object));
        if (slice.over) await slice.pause();
      }
      for (const { metadata } of changes.removed) {
        const namespace = resource.namespaced ? metadata.namespace : undefined;
        this.#remove(indexKind(resource.group, resource.kind), namespace, metadata.name, metadata.uid);
        if (slice.over) await slice.pause();
      }
    }
  }

  #put(object: StoredObject): void {
    const before = this.#store.get(object.indexKind, object.namespace, object.name);
    const keys = this.#store.put(object);
    if (keys.size === 0) return;
    this.#register.touch(object, keys);
    if (object.kind !== 'Pod' || before?.uid !== object.uid) this.#noteKind(object.kind);
  }

  #remove(kind: string, namespace: string | undefined, name: string, uid: string | undefined): void {
    const object = this.#store.get(kind, namespace, name);
    const keys = this.#store.remove(kind, namespace, name, uid);
    if (object === undefined || keys.size === 0) return;
    this.#register.touch(object, keys);
    this.#noteKind(kind);
  }

  #noteKind(kind: string): void {
    if (ORPHAN_KINDS.has(kind)) this.#areOrphansStale = true;
    if (!FACT_KINDS.has(kind)) return;
    this.#facts = undefined;
    this.#changes.part('state');
  }

  async #compute(slice: Slice): Promise<void> {
    for (;;) {
      const change = this.#step();
      if (this.#isStopped()) return;
      if (change === undefined) {
        this.#isComputed = true;
        return;
      }
      this.#areMembersStale ||= change.changed.length + change.removed.length > 0;
      this.#changes.databases(change.changed, change.removed);
      if (!slice.over) continue;
      // The first picture is told as a whole: half of it would look like all there is.
      if (this.#isComputed && this.#parts.now() - this.#toldAt >= TELL_MS) this.#tell();
      await slice.pause();
    }
  }

  #step(): { readonly changed: readonly string[]; readonly removed: readonly string[] } | undefined {
    try {
      return this.#register.step((before, after) => {
        if (hasMoved(before, after)) this.#parts.asker?.stir(after.id);
      });
    } catch (error) {
      this.#parts.onFault(error, 'databases');
      return { changed: [], removed: [] };
    }
  }

  /** What follows from all databases together. */
  #finish(): void {
    if (this.#watch.isPainted) {
      if (this.#areMembersStale) this.#passOn();
      this.#askSuspects();
      this.#findOrphans();
      const missing = [...this.#feeds.missing, ...missingByAsking(this.databases.values(), this.#refusals())];
      if (JSON.stringify(missing) !== JSON.stringify(this.missing)) {
        this.missing = missing;
        this.#changes.part('missing');
      }
    }
    if (this.#watch.takeChange()) this.#changes.part('state');
    this.#tell();
  }

  #refusals(): { readonly statistics: boolean; readonly configMaps: readonly string[] } {
    return { statistics: this.#parts.usage?.isRefused ?? false, configMaps: this.#configuration.refused };
  }

  /** Hands on who is to be asked, what is to be measured, and which ConfigMaps matter. */
  #passOn(): void {
    this.#areMembersStale = false;
    const { asker, usage } = this.#parts;
    asker?.setMembers(this.#register.members());
    usage?.setWanted(this.#register.volumes());
    this.#configuration.setWanted(this.#register.wantedConfigMaps());
  }

  /** Two writers are proven, or not, by answers that are close in time; one that does not answer is not asked without end. */
  #askSuspects(): void {
    const now = this.#parts.now();
    for (const key of this.#register.suspects()) {
      if (now - (this.#suspected.get(key) ?? Number.NEGATIVE_INFINITY) < SUSPECTS_EVERY_MS) continue;
      this.#suspected.set(key, now);
      void this.#parts.asker?.ask(key);
    }
    for (const [key, at] of this.#suspected) if (now - at > 60 * SUSPECTS_EVERY_MS) this.#suspected.delete(key);
  }

  #findOrphans(): void {
    if (!this.#areOrphansStale) return;
    const wait = this.#orphansAt + ORPHANS_EVERY_MS - this.#parts.now();
    if (wait > 0) {
      this.#areOrphansStale = false;
      this.#later(wait, () => {
        this.#areOrphansStale = true;
        this.#schedule();
      });
      return;
    }
    this.#areOrphansStale = false;
    this.#orphansAt = this.#parts.now();
    const sees = (namespace: string): boolean =>
      ['Pod', 'StatefulSet', 'Deployment'].every((kind) => this.#feeds.sees(kind, namespace));
    const orphans = findOrphans(this.#store, sees);
    if (JSON.stringify(orphans) === JSON.stringify(this.orphans)) return;
    this.orphans = orphans;
    this.#changes.part('orphans');
  }

  #takeConfiguration(read: readonly ConfigMapRead[]): void {
    for (const { namespace, name, object } of read) {
      if (object) this.#put(new StoredObject(RESOURCES.configMaps, slim(object)));
      else this.#remove('ConfigMap', namespace, name, undefined);
    }
    this.#schedule();
  }

  #tell(): void {
    const change = this.#changes.take();
    this.#toldAt = this.#parts.now();
    if (change === undefined) return;
    for (const listener of [...this.#listeners]) {
      try {
        listener(change);
      } catch (error) {
        this.#parts.onFault(error, 'listener');
      }
    }
  }
}

const NOT_ASKED = {
  answer: undefined,
  asked: { state: 'never', by: undefined, why: 'members are not asked', at: undefined },
} as const;

const NOT_MEASURED = { used: undefined, available: undefined, why: 'it is not measured' } as const;
