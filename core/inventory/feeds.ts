import type { ApiObject, Resource } from '../cluster/connection.ts';
import type { FeedChanges, FeedSource, ObjectFeed } from './feed.ts';
import type { MissingRight, TroubleSeen } from './model.ts';
import { WATCHED } from './resources.ts';
import type { Watched } from './resources.ts';
import { indexKind } from './store/index-kind.ts';
import { takeOver } from './store/take-over.ts';
import { Slimmer } from './store/slim.ts';

/** Called with what a feed brings, and after its state changed. */
export interface FeedsListener {
  readonly onChanges: (resource: Resource, changes: FeedChanges) => void;
  readonly onState: () => void;
  /** An object as it was taken in last; undefined where it is new. */
  readonly known: (resource: Resource, object: ApiObject) => ApiObject | undefined;
}

/** What the feeds of a context say together: whether the picture is whole, what one may not see, why nothing comes. */
export class Feeds {
  readonly #source: FeedSource;
  readonly #listener: FeedsListener;
  readonly #slimmer = new Slimmer();
  readonly #open = new Map<string, { readonly watched: Watched; readonly feed: ObjectFeed }>();
  /** Kinds that the API does not serve: there is none of them. */
  readonly #unserved = new Set<string>();

  constructor(source: FeedSource, listener: FeedsListener) {
    this.#source = source;
    this.#listener = listener;
  }

  /** Opens the feeds for which the first picture waits. */
  openFirst(): void {
    for (const watched of WATCHED) if (watched.when === 'first') this.#openOne(watched);
  }

  /** Opens the others, as far as the API serves them, in the version that it serves. */
  openLater(served: readonly Resource[], more: readonly Watched[] = []): void {
    for (const watched of [...WATCHED, ...more]) {
      const { kind, group } = watched.resource;
      const own = indexKind(group, kind);
      if (this.#open.has(own) || watched.when === 'first') continue;
      const resource = served.find((one) => one.kind === kind && one.group === group);
      if (resource) this.#openOne({ ...watched, resource });
      if (resource) this.#unserved.delete(own);
      else this.#unserved.add(own);
    }
  }

  /** Every open feed has brought all that it can for now. */
  get isSettled(): boolean {
    return [...this.#open.values()].every(({ feed }) => feed.state.whole || feed.state.trouble !== undefined);
  }

  /** Whether a kind can be read in a namespace and has been: only then is what is not there absent. */
  sees(kind: string, namespace: string | undefined): boolean {
    if (this.#unserved.has(kind)) return true;
    const state = this.#open.get(kind)?.feed.state;
    if (state?.whole !== true) return false;
    return state.refused !== 'all' && (namespace === undefined || !state.refused.includes(namespace));
  }

  /** Why the picture stands still, where it does: its pods, or everything. */
  get trouble(): { readonly seen: TroubleSeen; readonly retryAt: number | undefined } | undefined {
    const states = [...this.#open.values()].map(({ watched, feed }) => ({
      kind: watched.resource.kind,
      ...feed.state,
    }));
    const readable = states.filter(({ refused }) => refused !== 'all');
    const pods = readable.find(({ kind }) => kind === 'Pod');
    const deciding = pods ? [pods] : readable;
    const [first] = deciding;
    if (first?.trouble === undefined || deciding.some(({ trouble }) => trouble === undefined)) return undefined;
    return { seen: first.trouble, retryAt: first.retryAt };
  }

  get missing(): MissingRight[] {
    return [...this.#open.values()].flatMap(({ watched, feed }): MissingRight[] => {
      const { refused } = feed.state;
      const { plural, namespaced } = watched.resource;
      const { consequence } = watched;
      if (refused !== 'all') {
        return refused.map((namespace) => ({ right: `list ${plural} in ${namespace}`, namespace, consequence }));
      }
      const where = namespaced ? ' in any namespace' : '';
      return [{ right: `list ${plural}${where}`, namespace: undefined, consequence }];
    });
  }

  close(): void {
    for (const { feed } of this.#open.values()) feed.close();
    this.#open.clear();
    this.#source.close();
  }

  /**
   * An object's next version says mostly the same. It takes over those parts: what has just come then ends as young garbage, which costs little, and
   * memory does not grow with the number of changes.
   */
  #slim(resource: Resource, object: ApiObject): ApiObject {
    const slimmed = this.#slimmer.slim(resource.kind, object);
    const before = this.#listener.known(resource, object);
    if (before === undefined) return slimmed;
    return takeOver(before, slimmed);
  }

  #openOne(watched: Watched): void {
    const { resource } = watched;
    const feed = this.#source.open(resource, (object) => this.#slim(resource, object));
    this.#open.set(indexKind(resource.group, resource.kind), { watched, feed });
    feed.onChanges((changes) => this.#listener.onChanges(resource, changes));
    feed.onState(() => this.#listener.onState());
  }
}
