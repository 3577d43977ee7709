import type { Clusters } from '../cluster/clusters.ts';
import type { ClusterSnapshot } from '../../server/protocol/messages.ts';
import { snapshotOf } from './snapshot.ts';

/** Facts of a cluster seldom change alone; what changes together is told once. */
const SETTLE_MS = 500;

/** Where snapshots go. */
export interface Listener {
  /** False: the server does not run; it is told when it does, by {@link LinterLink.again}. */
  send(snapshot: ClusterSnapshot | null): boolean;
}

/** Tells the language server what the linked cluster offers: after a change, and `null` once none is connected. */
export class LinterLink {
  readonly #clusters: Clusters;
  readonly #listener: Listener;
  readonly #end: () => void;
  #timer: NodeJS.Timeout | undefined;
  /** What the server was told last; undefined: nothing yet, which is as good as `null`. */
  #told: string | undefined;

  constructor(clusters: Clusters, listener: Listener, settle = SETTLE_MS) {
    this.#clusters = clusters;
    this.#listener = listener;
    this.#end = clusters.onChange(() => {
      this.#timer ??= setTimeout(() => this.#tell(), settle);
    });
  }

  /** Another server listens now; it knows nothing yet. */
  again(): void {
    this.#told = undefined;
    this.#tell();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#end();
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const linked = this.#clusters.linked;
    const facts = linked?.view?.facts;
    // A cluster that was lost is the same cluster: its last facts hold.
    const snapshot = linked === undefined || facts === undefined ? null : snapshotOf(linked.context.name, facts);
    const text = JSON.stringify(snapshot);
    if (text === (this.#told ?? 'null')) return;
    if (this.#listener.send(snapshot)) this.#told = text;
  }
}
