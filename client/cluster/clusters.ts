import type { Connection } from '../../core/cluster/connection.ts';
import type { KubeContext, KubeContexts } from '../../core/cluster/context.ts';
import type { ContextState, InventoryChange, InventoryView } from '../../core/inventory/model.ts';
import type { ContextRules } from '../preferences/context-rules.ts';
import type { Preferences } from '../preferences/preferences.ts';
import type { Core, Opened } from './core.ts';
import { Signal } from './signal.ts';

/** A context, and what is known of its cluster. A new object whenever something of it has changed. */
export interface Cluster {
  readonly context: KubeContext;
  readonly rules: ContextRules;
  readonly state: ContextState;
  readonly view: InventoryView | undefined;
  readonly connection: Connection | undefined;
}

/** What has changed. Without a context: which contexts there are, or how they are shown. */
export interface ClusterChange {
  readonly context?: string;
  /** Undefined: all of it. */
  readonly change?: InventoryChange;
}

/** What the settings say. */
export interface ClusterSettings {
  readonly added: () => readonly string[];
  readonly rules: (name: string) => ContextRules;
}

const CLOSED: ContextState = { phase: 'closed' };
const CONNECTING: ContextState = { phase: 'connecting' };

interface Held extends Opened {
  readonly end: () => void;
}

/** All contexts of all kubeconfigs, and those of them that are open. Goes to no cluster but those that {@link open} names. */
export class Clusters {
  readonly #core: () => Core;
  readonly #settings: ClusterSettings;
  readonly #preferences: Preferences;
  readonly #changed = new Signal<ClusterChange>();
  readonly onChange = this.#changed.on;
  #found: KubeContexts | undefined;
  #all: readonly Cluster[] = [];
  readonly #held = new Map<string, Held>();
  /** How it stands with contexts that are being opened, or could not be. */
  readonly #states = new Map<string, ContextState>();
  /** Tells a later opening of the same context from an earlier one. */
  readonly #turns = new Map<string, number>();
  #watching: (() => void) | undefined;
  #reading: Promise<void> | undefined;
  #readAgain = false;
  #ended = false;
  #attended = true;

  constructor(core: () => Core, settings: ClusterSettings, preferences: Preferences) {
    this.#core = core;
    this.#settings = settings;
    this.#preferences = preferences;
    preferences.onChange(() => this.#renew());
  }

  /** What the kubeconfigs say; undefined before they were read. */
  get found(): KubeContexts | undefined {
    return this.#found;
  }

  get all(): readonly Cluster[] {
    return this.#all;
  }

  get(context: string): Cluster | undefined {
    return this.#all.find((one) => one.context.id === context);
  }

  /** Reads the kubeconfigs anew, and follows them from then on. Contexts that are gone, or lead elsewhere, are closed. */
  read(): Promise<void> {
    if (this.#reading !== undefined) {
      this.#readAgain = true;
      return this.#reading;
    }
    this.#reading = this.#read().finally(() => {
      this.#reading = undefined;
      if (!this.#readAgain) return;
      this.#readAgain = false;
      void this.read();
    });
    return this.#reading;
  }

  async #read(): Promise<void> {
    const added = this.#settings.added();
    const found = await this.#core().contexts(added);
    if (this.#ended) return;
    this.#watching?.();
    this.#watching = this.#core().watch(found.files, () => void this.read());
    const before = this.#found;
    this.#found = found;
    for (const [id] of [...this.#held]) {
      const context = found.contexts.find((one) => one.id === id);
      const earlier = before?.contexts.find((one) => one.id === id);
      if (context !== undefined && JSON.stringify(context) === JSON.stringify(earlier)) continue;
      this.#drop(id);
      if (context !== undefined) void this.open(id);
    }
    this.#renew();
  }

  /** Goes to a context's cluster. Nothing happens where it is open already. */
  async open(id: string): Promise<void> {
    const context = this.#found?.contexts.find((one) => one.id === id);
    if (context === undefined || this.#held.has(id) || this.#states.get(id)?.phase === 'connecting') return;
    const turn = (this.#turns.get(id) ?? 0) + 1;
    this.#turns.set(id, turn);
    this.#become(id, CONNECTING);
    try {
      const opened = await this.#core().open(context, this.#settings.rules(context.name).namespaces);
      if (this.#ended || this.#turns.get(id) !== turn) {
        this.#end(opened);
        return;
      }
      opened.attend(this.#attended);
      const end = opened.view.onChange((change) => this.#tell(id, change));
      this.#held.set(id, { ...opened, end });
      this.#states.delete(id);
      this.#tell(id);
    } catch (error) {
      if (this.#ended || this.#turns.get(id) !== turn) return;
      const message = error instanceof Error ? error.message : String(error);
      const kind = kindOf(error);
      this.#become(id, { phase: 'lost', trouble: { kind, message }, retryAt: undefined, since: undefined });
    }
  }

  /** Leaves a cluster. */
  close(id: string): void {
    this.#drop(id);
    this.#tell(id);
  }

  /** Leaves a cluster and goes there again, with whatever the kubeconfig and the settings say now. */
  async reopen(id: string): Promise<void> {
    this.#drop(id);
    await this.open(id);
  }

  /** Whether anybody looks at the editor: without that nothing is asked of databases. */
  set attended(attended: boolean) {
    if (this.#attended === attended) return;
    this.#attended = attended;
    for (const held of this.#held.values()) held.attend(attended);
  }

  /** Leaves all clusters. */
  dispose(): void {
    this.#ended = true;
    this.#watching?.();
    for (const id of [...this.#held.keys()]) this.#drop(id);
  }

  /** The settings have changed: protection holds at once, other namespaces mean another look. */
  settingsChanged(): void {
    for (const { context, rules, view } of this.#all) {
      const next = this.#settings.rules(context.name);
      if (view !== undefined && JSON.stringify(next.namespaces) !== JSON.stringify(rules.namespaces)) {
        void this.reopen(context.id);
      }
    }
    this.#renew();
  }

  #drop(id: string): void {
    this.#turns.set(id, (this.#turns.get(id) ?? 0) + 1);
    this.#states.delete(id);
    const held = this.#held.get(id);
    this.#held.delete(id);
    if (held === undefined) return;
    held.end();
    this.#end(held);
  }

  #end({ view, connection }: Opened): void {
    view.close();
    connection.close();
  }

  #become(id: string, state: ContextState): void {
    this.#states.set(id, state);
    this.#tell(id);
  }

  #tell(id: string, change?: InventoryChange): void {
    this.#all = this.#all.map((one) => (one.context.id === id ? this.#cluster(one.context) : one));
    this.#changed.tell({ context: id, ...(change === undefined ? {} : { change }) });
  }

  #renew(): void {
    this.#all = (this.#found?.contexts ?? []).map((context) => this.#cluster(context));
    this.#changed.tell({});
  }

  #cluster(context: KubeContext): Cluster {
    const held = this.#held.get(context.id);
    return {
      context,
      rules: this.#settings.rules(context.name),
      state: held?.view.state ?? this.#states.get(context.id) ?? CLOSED,
      view: held?.view,
      connection: held?.connection,
    };
  }

  /** The context that the linter asks: the one that was chosen, else the current one, while they are connected. */
  get linked(): Cluster | undefined {
    const open = this.#all.filter(({ view }) => view !== undefined);
    const chosen = this.#preferences.linked;
    if (chosen !== undefined && this.get(chosen) !== undefined)
      return open.find(({ context }) => context.id === chosen);
    return open.find(({ context }) => context.current) ?? (open.length === 1 ? open[0] : undefined);
  }
}

/** The bundle's own class of errors cannot be told by `instanceof` here. */
function kindOf(error: unknown): (ContextState & { phase: 'lost' })['trouble']['kind'] {
  const kind = typeof error === 'object' && error !== null && 'kind' in error ? error.kind : undefined;
  return typeof kind === 'string' ? (kind as ReturnType<typeof kindOf>) : 'broken';
}
