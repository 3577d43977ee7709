import type { LiveDatabase } from '../../core/inventory/model.ts';
import type { LintLiveParams, LintLiveResult, LiveFinding } from '../../server/protocol/messages.ts';
import type { Cluster, Clusters } from '../cluster/clusters.ts';
import { Signal } from '../cluster/signal.ts';
import type { RisksSeen } from '../views/databases/world.ts';
import { snapshotOf } from './snapshot.ts';

/** Changes of a database come in flocks while it starts; the rules look once they have settled. */
const SETTLE_MS = 400;

/** Runs the rules on live objects; undefined where the linter is off or does not run. */
export type Lint = (params: LintLiveParams) => Promise<LintLiveResult | undefined>;

interface Known {
  /** Versions of all objects that were looked at, and the facts of the cluster; undefined where the rules could not look. */
  readonly key: string | undefined;
  readonly risks: RisksSeen;
}

interface Place {
  readonly context: string;
  readonly database: string;
}

const NEVER: RisksSeen = { state: 'unknown', why: undefined };
const OFF: RisksSeen = { state: 'unknown', why: 'the linter does not run' };

const ORDER: readonly LiveFinding['severity'][] = ['error', 'warning', 'info', 'hint'];

const versionOf = (object: Readonly<Record<string, unknown>>): string => {
  const { uid, resourceVersion } = (object['metadata'] ?? {}) as Record<string, unknown>;
  return `${String(uid)}:${String(resourceVersion)}`;
};

/** What the rules say of every live database. They run while someone looks, one database after the other, and again only where an object has changed. */
export class LiveRisks {
  readonly #clusters: Clusters;
  readonly #lint: Lint;
  readonly #settle: number;
  readonly #known = new Map<string, Map<string, Known>>();
  readonly #waiting = new Map<string, Place>();
  readonly #changed = new Signal<Place>();
  readonly onChange = this.#changed.on;
  readonly #end: () => void;
  #timer: NodeJS.Timeout | undefined;
  #watched = false;
  #running = false;
  #ended = false;

  constructor(clusters: Clusters, lint: Lint, settle = SETTLE_MS) {
    this.#settle = settle;
    this.#clusters = clusters;
    this.#lint = lint;
    this.#end = clusters.onChange(({ context, change }) => {
      if (context === undefined) return;
      const cluster = clusters.get(context);
      if (cluster?.view === undefined) return void this.#known.delete(context);
      for (const id of change?.removed ?? []) this.#known.get(context)?.delete(id);
      this.#wait(cluster, change?.changed);
    });
  }

  /** What is known of a database's risks. */
  of(context: string, { id }: Pick<LiveDatabase, 'id'>): RisksSeen {
    return this.#known.get(context)?.get(id)?.risks ?? NEVER;
  }

  /** Whether someone looks; the rules wait while nobody does. */
  set watched(watched: boolean) {
    this.#watched = watched;
    if (watched) this.#soon();
  }

  /** The rules, or their severities, are others now. */
  again(): void {
    this.#known.clear();
    for (const cluster of this.#clusters.all) this.#wait(cluster);
  }

  dispose(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#end();
  }

  #wait({ context, view }: Cluster, databases?: readonly string[]): void {
    for (const database of databases ?? view?.databases.keys() ?? []) {
      this.#waiting.set(`${context.id}\n${database}`, { context: context.id, database });
    }
    this.#soon();
  }

  #soon(): void {
    if (!this.#watched || this.#running || this.#waiting.size === 0) return;
    this.#timer ??= setTimeout(() => void this.#run(), this.#settle);
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#running = true;
    try {
      for (const [key, place] of this.#waiting) {
        if (this.#ended || !this.#watched) break;
        this.#waiting.delete(key);
        await this.#look(place);
      }
    } finally {
      this.#running = false;
      if (!this.#ended) this.#soon();
    }
  }

  async #look(place: Place): Promise<void> {
    const cluster = this.#clusters.get(place.context);
    const view = cluster?.view;
    const database = view?.databases.get(place.database);
    if (cluster === undefined || view === undefined || database === undefined) return;
    const objects = view.objectsOf(place.database);
    const snapshot = view.facts && snapshotOf(cluster.context.name, view.facts);
    const complete = view.completeOf(place.database);
    const key = [...objects.map(versionOf), JSON.stringify(snapshot), complete].join(' ');
    if (this.#known.get(place.context)?.get(place.database)?.key === key) return;
    let risks: RisksSeen;
    try {
      const result = await this.#lint({ objects, complete, ...(snapshot === undefined ? {} : { snapshot }) });
      risks = result === undefined ? OFF : { state: 'known', findings: own(result.findings, database) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      risks = { state: 'unknown', why: `the linter failed: ${message}` };
    }
    if (this.#ended || this.#clusters.get(place.context)?.view !== view) return;
    let known = this.#known.get(place.context);
    if (known === undefined) this.#known.set(place.context, (known = new Map<string, Known>()));
    known.set(place.database, { key: risks.state === 'known' ? key : undefined, risks });
    this.#changed.tell(place);
  }
}

/** The findings about this database, the worst first. */
function own(findings: readonly LiveFinding[], { namespace }: LiveDatabase): readonly LiveFinding[] {
  return findings
    .filter(({ workload }) => workload.namespace === undefined || workload.namespace === namespace)
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || a.rule.localeCompare(b.rule));
}
