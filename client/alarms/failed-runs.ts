import type { LiveBackup, LiveDatabase, LiveHours } from '../../core/inventory/model.ts';
import type { Cluster } from '../cluster/clusters.ts';
import type { Store } from '../preferences/preferences.ts';
import { keyOfSchedule } from '../views/databases/keys.ts';

/** What is done by the clock and failed the last time. */
export interface FailedRun {
  /** The context's id. */
  readonly context: string;
  readonly contextName: string;
  readonly database: LiveDatabase;
  readonly what: 'backup' | LiveHours['act'];
  readonly run: Pick<LiveBackup, 'object' | 'last'>;
  /** Another run has another key. */
  readonly key: string;
}

/** Schedules of all open contexts whose last run failed; those that are paused are somebody's wish. */
export const failedRuns = (clusters: readonly Pick<Cluster, 'context' | 'view' | 'rules'>[]): readonly FailedRun[] =>
  clusters
    .filter(({ rules }) => !rules.hidden)
    .flatMap(({ context, view }) =>
      [...(view?.databases.values() ?? [])].flatMap((database) =>
        runsOf(database)
          .filter(({ run: { result, suspended } }) => result === 'failed' && !suspended)
          .map(({ what, run }) => ({
            context: context.id,
            contextName: context.name,
            database,
            what,
            run,
            key: JSON.stringify([context.id, database.id, keyOfSchedule(run), run.last]),
          })),
      ),
    );

const runsOf = ({ backups, hours }: LiveDatabase) => [
  ...backups.filter(({ form }) => form === 'cron-job').map((run) => ({ what: 'backup' as const, run })),
  ...hours.map((run) => ({ what: run.act, run })),
];

const KEY = 'failedBackups';

/** More runs than these are not remembered: the oldest are long over. */
const MOST = 200;

/** Tells of each failed run once, also after the editor was closed. */
export class FailureBell {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Those that were not told yet; they count as told from then on. */
  fresh(failed: readonly FailedRun[]): readonly FailedRun[] {
    const kept = this.#store.get(KEY);
    const told = Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
    const fresh = failed.filter(({ key }) => !told.includes(key));
    if (fresh.length > 0) void this.#store.update(KEY, [...told, ...fresh.map(({ key }) => key)].slice(-MOST));
    return fresh;
  }
}
