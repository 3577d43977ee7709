import { counted } from '../inventory/databases/words.ts';
import type { ApiObject, Connection } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { Findings } from './findings.ts';

/**
 * PodDisruptionBudgets of these pods. One that never allows an eviction (it wants all members up, or allows none to be away) is a refusal; one that allows none just
 * now is a warning, for evictions wait for it. https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export async function budgetFindings(
  connection: Pick<Connection, 'list'>,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Findings> {
  const budgets = await readBudgets(connection, namespace, labels, signal);
  if (budgets === undefined) {
    const warning = `Whether a PodDisruptionBudget stands in the way is not known: one may not list them in ${namespace}.`;
    return { refusals: [], warnings: [warning] };
  }
  const never = budgets.filter(forbidsForEver);
  const now = budgets.filter((one) => !never.includes(one) && allowed(one) === 0);
  return {
    refusals: never.map((one) => ({
      id: 'R30',
      kind: 'mend',
      what: 'Its PodDisruptionBudget never lets a member go.',
      evidence: `${one.metadata.name}: ${demand(one)}, and ${counted(fieldOf(one).at('status', 'expectedPods').number() ?? 0, 'pod')}`,
      wayOut: `Let it allow one member to be away (maxUnavailable: 1), if only for this time: kubectl --namespace ${namespace} edit poddisruptionbudget ${one.metadata.name}`,
    })),
    warnings: now.map(
      ({ metadata }) =>
        `The PodDisruptionBudget ${metadata.name} lets no member go at this moment; each eviction waits until it does.`,
    ),
  };
}

/** The budgets that choose pods with these labels; undefined where one may not list them. Throws {@link ClusterTrouble}. */
export async function readBudgets(
  connection: Pick<Connection, 'list'>,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<readonly ApiObject[] | undefined> {
  const budgets: ApiObject[] = [];
  try {
    for await (const { items } of connection.list(RESOURCES.disruptionBudgets, namespace, signal ? { signal } : {}))
      budgets.push(...items.filter((one) => selects(one, labels)));
    return budgets;
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind !== 'forbidden') throw error;
    return undefined;
  }
}

const allowed = (budget: ApiObject): number | undefined => fieldOf(budget).at('status', 'disruptionsAllowed').number();

/** With all pods healthy it allows none: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/ */
function forbidsForEver(budget: ApiObject): boolean {
  const status = fieldOf(budget).at('status');
  const expected = status.at('expectedPods').number();
  const desired = status.at('desiredHealthy').number();
  return expected !== undefined && desired !== undefined && expected > 0 && desired >= expected;
}

function demand(budget: ApiObject): string {
  const spec = fieldOf(budget).at('spec');
  for (const key of ['minAvailable', 'maxUnavailable']) {
    const field = spec.at(key);
    if (field.exists) return `${key}: ${String(field.number() ?? field.string() ?? '')}`;
  }
  return 'it allows none away';
}

/** An empty selector of a budget selects all pods: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/ */
function selects(budget: ApiObject, labels: Readonly<Record<string, string>>): boolean {
  const selector = fieldOf(budget).at('spec', 'selector');
  if (!selector.exists) return false;
  const wanted = Object.entries(selector.at('matchLabels').stringMap());
  if (!wanted.every(([key, value]) => labels[key] === value)) return false;
  return selector
    .at('matchExpressions')
    .items()
    .every((one) => {
      const value = labels[one.at('key').string() ?? ''];
      const values = one.at('values').strings();
      switch (one.at('operator').string() ?? '') {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        default:
          return value === undefined;
      }
    });
}
