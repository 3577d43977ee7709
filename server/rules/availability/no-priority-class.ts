import { databaseRule } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { holdsData, nameOfWorkload, speaksForWorkload } from '../workload/speaker.ts';

export const noPriorityClass = databaseRule({
  id: 'availability/no-priority-class',
  severity: 'info',
  title: 'No more important than any other pod',
  why: `Without a \`priorityClassName\` a pod has priority 0 (or that of the class that the cluster calls its default). When nodes are full, pods of any higher priority
push it out, and after a lost node it waits for room behind them; when a node runs short of memory, the priority also decides who is evicted first. A database is
seldom the pod that one would let go.`,
  when: `Fires when the pods of a database have no \`priorityClassName\`. Silent for caches, jobs, data meant to be thrown away, and where a template may add it.`,
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#pod-selection-for-kubelet-eviction',
  ],
  // The API server fills in the priority of the default class, and no cluster is short of databases without one.
  live: 'never',
  examples: {
    bad: exampleSet({ name: 'postgres', image: 'postgres:17' }),
    good: exampleSet({ name: 'postgres', image: 'postgres:17', pod: 'priorityClassName: databases' }),
  },
  *check(database, context) {
    const { workload, pod, engine } = database;
    if (!holdsData(database) || !speaksForWorkload(database, context, holdsData)) return;
    if (workload.kind === 'Job' || workload.kind === 'CronJob') return;
    if (!pod.spec.at('priorityClassName').absent || !pod.spec.at('priority').absent) return;
    yield {
      source: workload.root.at('kind').source,
      message: `The pods of ${nameOfWorkload(database)} have no priority class: when nodes are full, any pod with a higher priority pushes ${engine.name} out.`,
      thing: 'priority',
    };
  },
});
