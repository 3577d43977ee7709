import type { Field } from '../../engines/model/field.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { budgetFindings } from '../preflight/index.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { Check } from './check.ts';
import { risk, unknown, well, type Finding } from './finding.ts';

/** A PodDisruptionBudget keeps maintenance from taking several members at once, and lets one go. */
export const disruptions: Check = {
  id: 'disruptions',
  title: 'Maintenance takes one member at a time',
  of: 'around',
  look: async ({ connection, database, workload, signal }) => {
    const { namespace, members } = database;
    if (workload === undefined || members.length < 2) return [];
    const labels = fieldOf(workload).at('spec', 'template', 'metadata', 'labels').stringMap();
    const { refusals, warnings } = await budgetFindings(connection, namespace, labels, signal);
    if (refusals.length > 0) return refusals.map(({ what, evidence, wayOut }) => risk(what, evidence, wayOut));
    const blind = warnings.find((words) => words.includes('not known'));
    if (blind !== undefined) return [unknown(blind, 'rights are missing', 'Ask somebody who may list them.')];
    if (warnings.length > 0)
      return warnings.map((words) => risk(words, 'it allows no disruption now', 'Bring all members back.'));
    const budgets: Field[] = [];
    for await (const { items } of connection.list(RESOURCES.disruptionBudgets, namespace, signal ? { signal } : {}))
      budgets.push(...items.map(fieldOf).filter((one) => selects(one, labels)));
    if (budgets.length > 0) return [atOnce(budgets, members.length)];
    return [
      risk(
        'Maintenance may take several members at once.',
        'no PodDisruptionBudget selects its pods',
        'Make one with maxUnavailable: 1.',
      ),
    ];
  },
};

function selects(budget: Field, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(budget.at('spec', 'selector', 'matchLabels').stringMap());
  return wanted.every(([key, value]) => labels[key] === value);
}

/**
 * How many may go while all are there, by the budget that allows the fewest. Its own controller has counted them.
 * https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/#PodDisruptionBudgetStatus
 */
function atOnce(budgets: readonly Field[], members: number): Finding {
  const [fewest] = budgets
    .flatMap((budget) => {
      const [expected, desired] = ['expectedPods', 'desiredHealthy'].map((key) => budget.at('status', key).number());
      if (expected === undefined || desired === undefined) return [];
      return [{ name: budget.at('metadata', 'name').string() ?? '', expected, desired, go: expected - desired }];
    })
    .sort((a, b) => a.go - b.go);
  if (fewest === undefined)
    return unknown('How many members maintenance may take is not known.', 'its budget has no status', 'Ask again.');
  const { name, expected, desired, go } = fewest;
  const evidence = `${name} keeps ${String(desired)} of ${String(expected)}`;
  if (go < 2) return well('A PodDisruptionBudget lets one member go at a time.', evidence);
  if (members - go > members / 2)
    return well(`A PodDisruptionBudget lets ${String(go)} members go at a time; a majority stays.`, evidence);
  return risk(`Maintenance may take ${String(go)} members at once.`, evidence, 'Set its maxUnavailable to 1.');
}
