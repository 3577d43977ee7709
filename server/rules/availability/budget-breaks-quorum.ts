import { databaseRule } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { nameOfWorkload } from '../workload/speaker.ts';
import { budgetsOf, nameOfBudget, oneAtATime, textOfBudget } from './budgets.ts';
import { severalMembers } from './members.ts';

export const budgetBreaksQuorum = databaseRule({
  id: 'availability/budget-breaks-quorum',
  severity: 'warning',
  title: 'A disruption budget that lets the majority go at once',
  why: `Members that vote need more than half of themselves to elect a leader or to accept writes. A PodDisruptionBudget that lets so many pods go
at once that less than a majority stays permits exactly the outage that it is there to prevent: two nodes are drained at the same time, each
eviction is allowed, and the database stops until pods are back.`,
  when: `Fires when an engine with votes (a MongoDB replica set, Galera, group replication, Sentinels, master-eligible nodes of Elasticsearch) has three
members or more, and the budget that selects them leaves less than a majority. Silent where the budget counts pods of other workloads too, and where a template
gives the numbers.`,
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
    'https://www.mongodb.com/docs/manual/core/replica-set-architectures/#consider-fault-tolerance',
  ],
  examples: { bad: example('maxUnavailable: 2'), good: example('maxUnavailable: 1') },
  *check(database, context) {
    const count = severalMembers(database, context);
    const { engine, replication } = database;
    const voting = engine.voting?.(database.context, replication);
    if (count === undefined || count < 3 || voting === undefined) return;
    const majority = Math.floor(count / 2) + 1;
    for (const budget of budgetsOf(database, count, context)) {
      const { allowed } = budget;
      if (allowed === undefined || count - allowed >= majority) continue;
      yield {
        source: budget.field.source,
        message: `${nameOfBudget(budget)} (${textOfBudget(budget)}) lets ${Math.min(allowed, count)} of the ${count} ${voting.voters} of ${nameOfWorkload(database)} go at once, and ${majority} are a majority: two drains at the same time stop the database.`,
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
