import type { LiveDatabase } from '../../core/inventory/model.ts';
import type { Cluster } from '../cluster/clusters.ts';

/** An alarm, and where it is. */
export interface AlarmSeen {
  readonly context: string;
  readonly contextName: string;
  readonly database: LiveDatabase;
  readonly message: string;
  /** Another alarm of the same kind at another time has another key. */
  readonly key: string;
}

/** All alarms of all contexts that are open, hidden ones included: an alarm is shown wherever it is. */
export const alarmsOf = (clusters: readonly Cluster[]): readonly AlarmSeen[] =>
  clusters.flatMap(({ context, view }) =>
    [...(view?.databases.values() ?? [])].flatMap((database) =>
      database.alarms.map(({ id, message, since }) => ({
        context: context.id,
        contextName: context.name,
        database,
        message,
        key: JSON.stringify([context.id, database.id, id, since]),
      })),
    ),
  );

/** Databases that do not serve: what the view's badge counts beside alarms. */
export const downIn = (clusters: readonly Cluster[]): number =>
  clusters
    .filter(({ rules }) => !rules.hidden)
    .flatMap(({ view }) => [...(view?.databases.values() ?? [])])
    .filter(({ health, alarms }) => health === 'down' && alarms.length === 0).length;

/** Tells each alarm once, however often the picture changes. One that ended and comes again is told again. */
export class AlarmBell {
  #rung = new Set<string>();

  /** Those among all present alarms that were not told yet. */
  fresh(alarms: readonly AlarmSeen[]): readonly AlarmSeen[] {
    const fresh = alarms.filter(({ key }) => !this.#rung.has(key));
    this.#rung = new Set(alarms.map(({ key }) => key));
    return fresh;
  }
}
