// Stand-ins for a cluster: feeds that a test fills, and members that answer what a test says.
import type { ApiObject, Connection, Resource } from '../../core/cluster/connection.ts';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import type { MemberAnswer } from '../../engines/model/live.ts';
import { recognise } from '../../engines/recognise.ts';
import type { Attention, MemberAsked, MemberAsker, MemberKey, MemberToAsk } from '../../core/inventory/asking/types.ts';
import { memberKey } from '../../core/inventory/asking/types.ts';
import type { FeedChanges, FeedSource, FeedState, ObjectFeed } from '../../core/inventory/feed.ts';
import { Inventory } from '../../core/inventory/inventory.ts';
import type { Parts } from '../../core/inventory/inventory.ts';
import type { KubeContext } from '../../core/cluster/context.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { WATCHED } from '../../core/inventory/resources.ts';

export const CONTEXT: KubeContext = {
  id: 'test',
  name: 'test',
  file: '/nowhere/config',
  cluster: 'test',
  server: 'https://127.0.0.1:1',
  user: 'tester',
  namespace: undefined,
  current: true,
  credentials: 'none',
  impersonates: undefined,
  problems: [],
};

/** A feed that a test fills. */
export class FakeFeed implements ObjectFeed {
  readonly resource: Resource;
  state: FeedState = { whole: false, refused: [], trouble: undefined, retryAt: undefined };
  readonly #slim: (object: ApiObject) => ApiObject;
  readonly #changes = new Set<(changes: FeedChanges) => void>();
  readonly #states = new Set<(state: FeedState) => void>();

  constructor(resource: Resource, slim: (object: ApiObject) => ApiObject) {
    this.resource = resource;
    this.#slim = slim;
  }

  onChanges(listener: (changes: FeedChanges) => void): () => void {
    this.#changes.add(listener);
    return () => this.#changes.delete(listener);
  }

  onState(listener: (state: FeedState) => void): () => void {
    this.#states.add(listener);
    return () => this.#states.delete(listener);
  }

  tell(put: readonly ApiObject[], removed: readonly ApiObject[] = []): void {
    for (const listener of this.#changes) listener({ put: put.map(this.#slim), removed });
  }

  become(state: Partial<FeedState>): void {
    this.state = { ...this.state, ...state };
    for (const listener of this.#states) listener(this.state);
  }

  close(): void {
    this.#changes.clear();
    this.#states.clear();
  }
}

/** The feeds of a cluster that exists only in a test. */
export class FakeCluster implements FeedSource {
  namespaces: readonly string[] | undefined = undefined;
  readonly feeds = new Map<string, FakeFeed>();
  readonly #objects = new Map<string, ApiObject>();
  #version = 0;

  open(resource: Resource, slim: (object: ApiObject) => ApiObject): FakeFeed {
    const feed = new FakeFeed(resource, slim);
    this.feeds.set(resource.kind, feed);
    // As a real list does it: later, all at once.
    queueMicrotask(() => {
      const own = [...this.#objects.values()].filter((object) => object.kind === resource.kind);
      feed.tell(own);
      feed.become({ whole: true });
    });
    return feed;
  }

  close(): void {
    this.feeds.clear();
  }

  /** Makes or changes objects; uid and resourceVersion are added where they are not given. */
  put(...objects: readonly ApiObject[]): void {
    for (const object of objects) {
      this.#version += 1;
      const name = nameOf(object);
      const before = this.#objects.get(name);
      const uid = object.metadata.uid ?? before?.metadata.uid ?? `uid-${name}-${this.#version}`;
      const whole = { ...object, metadata: { ...object.metadata, uid, resourceVersion: String(this.#version) } };
      this.#objects.set(name, whole);
      this.feeds.get(object.kind ?? '')?.tell([whole]);
    }
  }

  remove(kind: string, namespace: string | undefined, name: string): void {
    const key = nameOf({ kind, metadata: { name, ...(namespace !== undefined && { namespace }) } });
    const object = this.#objects.get(key);
    if (object === undefined) throw new Error(`no ${key} to remove`);
    this.#objects.delete(key);
    this.feeds.get(kind)?.tell([], [object]);
  }

  get(kind: string, namespace: string | undefined, name: string): ApiObject | undefined {
    return this.#objects.get(nameOf({ kind, metadata: { name, ...(namespace !== undefined && { namespace }) } }));
  }

  objects(): readonly ApiObject[] {
    return [...this.#objects.values()];
  }

  /** As the API answers. */
  readonly connection: Parts['connection'] = {
    context: CONTEXT,
    version: () => Promise.resolve('1.36.3'),
    discover: () => Promise.resolve({ resources: WATCHED.map(({ resource }) => resource), missing: [] }),
    read: ({ resource, namespace, name }) => {
      const found = this.get(resource.kind, namespace, name);
      return found ? Promise.resolve(found) : Promise.reject(new ClusterTrouble('missing', `${name} is not there`));
    },
  } satisfies Pick<Connection, 'context' | 'version' | 'discover' | 'read'>;
}

function nameOf({ kind, metadata }: ApiObject): string {
  return `${kind ?? ''} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Members that answer what a test says, when it says so. */
export class FakeAsker implements MemberAsker {
  members: readonly MemberToAsk[] = [];
  readonly stirred: string[] = [];
  readonly asked: MemberKey[] = [];
  attention: Attention = 'watched';
  readonly #known = new Map<MemberKey, MemberAsked>();
  readonly #listeners = new Set<(key: MemberKey, asked: MemberAsked) => void>();

  setMembers(members: readonly MemberToAsk[]): void {
    this.members = members;
  }

  setAttention(attention: Attention): void {
    this.attention = attention;
  }

  stir(database: string): void {
    this.stirred.push(database);
  }

  ask(key: MemberKey): Promise<MemberAsked> {
    this.asked.push(key);
    return Promise.resolve(this.known(key));
  }

  known(key: MemberKey): MemberAsked {
    return (
      this.#known.get(key) ?? {
        answer: undefined,
        asked: { state: 'never', by: undefined, why: 'it was not asked yet', at: undefined },
      }
    );
  }

  onAnswer(listener: (key: MemberKey, asked: MemberAsked) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A member, named by its pod, answers. */
  answer(pod: string, answer: MemberAnswer, at: number): void {
    this.say(pod, { answer, asked: { state: 'answered', by: 'engine', why: undefined, at } });
  }

  say(pod: string, asked: MemberAsked): void {
    for (const member of this.members.filter((one) => one.pod === pod)) {
      this.#known.set(memberKey(member), asked);
      for (const listener of this.#listeners) listener(memberKey(member), asked);
    }
  }

  close(): void {
    this.#listeners.clear();
  }
}

/** An inventory over a fake cluster. `settled` waits until everything that is known is computed. */
export function inventoryOf(
  cluster: FakeCluster,
  more: Partial<Parts> = {},
): { readonly inventory: Inventory; readonly asker: FakeAsker; readonly settled: () => Promise<void> } {
  const asker = new FakeAsker();
  const inventory = new Inventory({
    connection: cluster.connection,
    source: cluster,
    recogniser: { recognise },
    asker,
    usage: undefined,
    now: Date.now,
    onFault: (error) => {
      throw error;
    },
    ...more,
  }).start();
  return { inventory, asker, settled: () => settle() };
}

/** Longer than changes are gathered, twice over: ConfigMaps come in a second round. */
async function settle(): Promise<void> {
  for (let round = 0; round < 4; round += 1) await new Promise((resolve) => setTimeout(resolve, 25));
}

export const FAKE_RESOURCES = RESOURCES;
