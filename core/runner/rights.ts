import type { Connection, Right } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import type { Plan } from './plan.ts';
import type { Refusal } from './step.ts';

const { leases, configMaps, events } = RESOURCES;

/** What the runner itself wants in the database's namespace, beside the steps: the lock and the journal (with its pruning). */
export const RUNNER_NEEDS: readonly Right[] = [
  ...['get', 'create', 'update'].map((verb) => ({ verb, resource: leases })),
  ...['get', 'list', 'create', 'update', 'delete'].map((verb) => ({ verb, resource: configMaps })),
];

/** What it goes without where it may not: telling start and end as Kubernetes Events. */
export const RUNNER_WISHES: readonly Right[] = [{ verb: 'create', resource: events }];

/** Refusals (R8) for every right that the plan or the runner lacks, as the cluster says now. */
export function checkRights(_connection: Connection, _plan: Plan, _namespace: string): Promise<readonly Refusal[]> {
  return Promise.reject(new Error('Not written yet.'));
}
