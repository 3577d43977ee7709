import type { Database } from '../../engines/model/database.ts';
import type { DatabaseChange } from './database-change.ts';

/** A database, and in which file it stands. */
export interface Standing {
  readonly database: Database;
  readonly uri: string;
}

/** The same database: of one kind, namespace and name, in the same container. */
const exact = ({ database: { workload, container } }: Standing): string =>
  [workload.kind, workload.namespace ?? '', workload.name ?? '', container.name ?? ''].join(' ');

/** From near to far: what is called the same stays the same before anything is said to have moved. */
const NEARNESS: readonly ((one: Standing) => string)[] = [
  exact,
  // Another container name, or a Deployment that became a StatefulSet.
  ({ database: { workload, engine } }) => [workload.namespace ?? '', workload.name ?? '', engine.id].join(' '),
  ({ database: { workload } }) => [workload.namespace ?? '', workload.name ?? ''].join(' '),
  // Another namespace.
  ({ database: { workload, engine } }) => [workload.name ?? '', engine.id].join(' '),
  // Another name, in the same file.
  ({ uri, database: { workload, engine } }) => [uri, workload.namespace ?? '', workload.kind, engine.id].join(' '),
];

/** From which of {@link NEARNESS} on it has moved: its claims are other ones. */
const MOVED = 3;

/**
 * Which database became which. One that has no partner is new (no change of anything), or has gone. Where several could be meant nobody is: a wrong partner would be a
 * false alarm.
 */
export function pair(before: readonly Standing[], after: readonly Standing[]): readonly DatabaseChange[] {
  const changes: DatabaseChange[] = [];
  const left = { before: new Set(before), after: new Set(after) };
  for (const [at, keyOf] of NEARNESS.entries()) {
    const partners = grouped(left.after, keyOf);
    for (const [key, olds] of grouped(left.before, keyOf)) {
      const news = partners.get(key) ?? [];
      const [old, fresh] = [olds[0], news[0]];
      if (old === undefined || fresh === undefined || olds.length > 1 || news.length > 1) continue;
      left.before.delete(old);
      left.after.delete(fresh);
      changes.push({ before: old.database, after: fresh.database, isMoved: at >= MOVED });
    }
  }
  for (const { database } of left.before) changes.push({ before: database, after: undefined, isMoved: false });
  return changes;
}

function grouped(all: Iterable<Standing>, keyOf: (one: Standing) => string): Map<string, Standing[]> {
  const groups = new Map<string, Standing[]>();
  for (const one of all) {
    // What has no name cannot be told apart.
    if (one.database.workload.name === undefined) continue;
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}
