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

/** Access reviews at a time. */
const WIDTH = 8;

/** Refusals (R8) for every right that the plan or the runner lacks, as the cluster says now. Throws {@link ../cluster/trouble.ClusterTrouble}. */
export async function checkRights(connection: Connection, plan: Plan, namespace: string): Promise<readonly Refusal[]> {
  const wanted = new Map<string, Right>();
  const own = RUNNER_NEEDS.map((right) => ({ ...right, namespace }));
  for (const right of [...own, ...plan.steps.flatMap(({ needs }) => needs)]) wanted.set(rightWords(right), right);
  const rights = [...wanted];
  const refusals: Refusal[] = [];
  for (let first = 0; first < rights.length; first += WIDTH) {
    const some = rights.slice(first, first + WIDTH);
    const answers = await Promise.all(some.map(([, right]) => connection.may(right)));
    for (const [index, { allowed, reason }] of answers.entries()) {
      if (!allowed) refusals.push(refusal(some[index]?.[0] ?? '', reason));
    }
  }
  return refusals;
}

const refusal = (words: string, reason: string | undefined): Refusal => ({
  id: 'R8',
  kind: 'never',
  what: `You may not ${words}, and the plan wants it.`,
  evidence:
    reason === undefined ? 'The cluster’s access review says no.' : `The cluster’s access review says: ${reason}`,
  wayOut: 'Ask an administrator for this right.',
});

/** `create pods/exec in the namespace shop`. */
function rightWords({ verb, resource, subresource, namespace, name }: Right): string {
  const { group, plural } = resource;
  const what = `${plural}${subresource === undefined ? '' : `/${subresource}`}${group === '' ? '' : `.${group}`}`;
  const which = name === undefined ? '' : ` named ${name}`;
  const where =
    namespace !== undefined ? ` in the namespace ${namespace}` : resource.namespaced ? ' in all namespaces' : '';
  return `${verb} ${what}${which}${where}`;
}
