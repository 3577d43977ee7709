import { databaseRule } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { nameOfWorkload, speaksForWorkload } from '../workload/speaker.ts';
import { budgetsOf, nameOfBudget, oneAtATime, textOfBudget } from './budgets.ts';
import { memberCount } from './members.ts';

export const budgetBlocksDrain = databaseRule({
  id: 'availability/budget-blocks-drain',
  severity: 'warning',
  title: 'A disruption budget that never lets a pod go',
  why: `A PodDisruptionBudget says how many pods of a set may be taken away on purpose at a time. One that allows none does not protect the database: it
stops \`kubectl drain\`, node upgrades and the autoscaler at the node on which a pod of it stands, until somebody deletes the budget or the pod by
force, mostly in a hurry and with no check at all. Crashes and lost nodes do not ask it.`,
  when: `Fires when \`maxUnavailable\` is 0, or \`minAvailable\` is as large as the number of members (100% always is), percentages rounded up as
Kubernetes does it. Silent where the budget counts pods of other workloads too, unless it allows none in any case, and where a template gives the numbers.`,
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
    'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets',
  ],
  examples: { bad: example('minAvailable: 3'), good: example('maxUnavailable: 1') },
  *check(database, context) {
    const count = memberCount(database);
    if (count === undefined || count < 1 || !speaksForWorkload(database, context)) return;
    for (const budget of budgetsOf(database, count, context)) {
      if (!budget.never && (budget.allowed === undefined || budget.allowed > 0)) continue;
      const members = count === 1 ? 'the only member' : `any of the ${count} members`;
      yield {
        source: budget.field.source,
        message: `${nameOfBudget(budget)} (${textOfBudget(budget)}) never lets ${members} of ${nameOfWorkload(database)} go: draining or upgrading a node on which one stands waits until somebody deletes the budget or the pod by force.`,
        object: budget.object,
        thing: 'budget',
        fixes: [oneAtATime(budget)],
      };
    }
  },
});

function example(rule: string): string {
  return `${exampleSet({ name: 'mongo', image: 'mongo:7.0', replicas: 3, container: 'args: [--replSet, rs0, --bind_ip_all]' })}---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: mongo
spec:
  ${rule}
  selector:
    matchLabels:
      app: mongo
`;
}
