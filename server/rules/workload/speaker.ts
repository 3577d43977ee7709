import type { Database } from '../../../engines/model/database.ts';
import type { RuleContext } from '../rule.ts';

/**
 * True for the one database that speaks where a finding is about the whole workload: the first of its databases for which
 * `counts` holds.
 */
export function speaksForWorkload(
  database: Database,
  { siblings }: RuleContext,
  counts: (sibling: Database) => boolean = () => true,
): boolean {
  const first = siblings.find(counts);
  return first === undefined ? counts(database) : first === database;
}

/** True for a database that has something to lose: no cache, and not marked as meant to be thrown away. */
export function holdsData(database: Database): boolean {
  return !database.cache && database.throwAway === undefined;
}

/** `StatefulSet 'db'`, or the kind alone where the name is templated. */
export function nameOfWorkload({ workload }: Database): string {
  return workload.name === undefined ? `this ${workload.kind}` : `${workload.kind} '${workload.name}'`;
}
