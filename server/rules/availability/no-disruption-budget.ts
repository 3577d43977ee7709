import type { Database } from '../../../engines/model/database.ts';
import type { Json } from '../../../engines/model/object.ts';
import { databaseRule } from '../rule.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { selectorLabels } from '../workload/headless-service.ts';
import { nameOfWorkload } from '../workload/speaker.ts';
import { isAnyBudgetUnknown } from './budgets.ts';
import { placeOfMembers, severalMembers } from './members.ts';

export const noDisruptionBudget = databaseRule({
  id: 'availability/no-disruption-budget',
  severity: 'warning',
  title: 'Nothing keeps a drain from taking several members at once',
  why: `Node upgrades, \`kubectl drain\` and the autoscaler evict pods. Without a PodDisruptionBudget each eviction is granted at once, and nobody asks
whether another member is just starting, copying data or being drained on the next node. Two nodes that are emptied together can take the majority of
a replica set, or the primary and the only replica.

With \`maxUnavailable: 1\` the second eviction waits until the first member is ready again.`,
  when: `Fires when a workload has more than one member and no PodDisruptionBudget in sight selects its pods. Silent where only a part of the workspace is in
sight, where a budget's selector is templated, and for members that know nothing of each other (\`workload/replicas-without-replication\`).`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/',
    'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  ],
  live: ['PodDisruptionBudget'],
  whenItRuns: `A budget can be created at any time; no pod restarts. First look whether one is there already: \`kubectl get poddisruptionbudgets\`. When
two budgets select the same pod, Kubernetes refuses to evict it at all.`,
  examples: {
    bad: exampleSet({ name: 'mongo', image: 'mongo:7.0', replicas: 3, container: 'args: [--replSet, rs0]' }),
    good: `${exampleSet({ name: 'mongo', image: 'mongo:7.0', replicas: 3, container: 'args: [--replSet, rs0]' })}---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: mongo
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: mongo
`,
  },
  *check(database, context) {
    const count = severalMembers(database, context);
    const { pod, workload, engine } = database;
    if (count === undefined || context.lookup.partial || !pod.labelsKnown) return;
    if (context.lookup.selecting('PodDisruptionBudget', workload.object, pod.labels).length > 0) return;
    if (isAnyBudgetUnknown(database, context)) return;
    const budget = budgetFor(database, context);
    yield {
      source: placeOfMembers(database),
      message: `No PodDisruptionBudget selects the ${count} ${engine.name} pods of ${nameOfWorkload(database)}: a node upgrade may evict several of them at once.`,
      thing: 'budget',
      fixes: budget === undefined ? [] : [budget],
    };
  },
});

function budgetFor(database: Database, { lookup }: RuleContext): Fix | undefined {
  const { name, object, root } = database.workload;
  const labels = selectorLabels(database, lookup);
  const namespace = root.at('metadata', 'namespace');
  if (name === undefined || labels === undefined || namespace.unknown) return undefined;
  if (lookup.named('PodDisruptionBudget', object, name).length > 0) return undefined;
  const written = namespace.string();
  const budget: Json = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, ...(written === undefined ? {} : { namespace: written }) },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
  };
  return {
    title: `Create the PodDisruptionBudget '${name}' (only if the cluster has none for these pods)`,
    kind: 'careful',
    apply: (editor) => {
      editor.addDocument(object, budget);
    },
  };
}
