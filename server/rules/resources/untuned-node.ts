import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { speaksForWorkload } from '../workload/speaker.ts';
import { isLasting } from './asked.ts';

export const untunedNode = databaseRule({
  id: 'resources/untuned-node',
  severity: 'info',
  title: 'Nothing in sight sets what the engine needs of its node',
  why: `Some settings belong to the kernel of the node and not to the container: how many memory mappings a process may have, whether pages are huge, whether a fork may promise
more memory than there is. The engines' makers ask for values that distributions do not have by default. Without them Elasticsearch may refuse to start; others
start and are slow, or fail under load.`,
  when: `Fires for engines that need node settings (Elasticsearch, Cassandra, MongoDB before version 8, Redis and Valkey that keep data) where no container of the pod, DaemonSet or
tuning profile in sight speaks of them. Silent where the pod chooses its nodes (they may be tuned), and for caches.`,
  sources: [
    'https://www.elastic.co/docs/deploy-manage/deploy/self-managed/vm-max-map-count',
    'https://redis.io/docs/latest/operate/oss_and_stack/management/admin/',
    'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/',
  ],
  // Nodes are tuned by many means that leave no object behind.
  live: 'never',
  examples: {
    bad: exampleSet({ name: 'search', image: 'elasticsearch:8.15.0' }),
    good: exampleSet({
      name: 'search',
      image: 'elasticsearch:8.15.0',
      pod: `initContainers:
  - name: sysctl
    image: busybox:1.36
    command: [sysctl, -w, vm.max_map_count=262144]
    securityContext:
      privileged: true
`,
    }),
  },
  *check(database, context) {
    const { engine, pod, workload } = database;
    if (database.cache || !isLasting(database) || !speaksForWorkload(database, context)) return;
    if (!pod.spec.at('nodeSelector').absent || !pod.spec.at('affinity', 'nodeAffinity').absent) return;
    if (!pod.spec.at('initContainers').absent && pod.spec.object.isOpen(pod.spec.path, 'initContainers')) return;
    const missing = (engine.resources?.node?.(database.context) ?? []).filter(
      ({ sign }) => !isSetInSight(database, sign, context),
    );
    const [first] = missing;
    if (first === undefined) return;
    yield {
      source: workload.root.at('kind').source,
      message: `${engine.name} wants ${missing.map(({ name }) => name).join(' and ')} on its node, and nothing in sight sets ${missing.length === 1 ? 'it' : 'them'}: ${missing.map(({ why }) => why).join('; ')}.`,
      thing: 'node',
    };
  },
});

/** Kinds by which nodes are tuned: OpenShift's Tuned and Profile, and privileged DaemonSets. */
const TUNERS = ['DaemonSet', 'Tuned', 'PerformanceProfile', 'KubeletConfig'] as const;

function isSetInSight({ pod, workload }: Database, sign: RegExp, { lookup }: RuleContext): boolean {
  const texts = [
    pod.spec.value,
    ...TUNERS.flatMap((kind) => lookup.all(kind, workload.object).map(({ body }) => body)),
  ];
  return texts.some((text) => sign.test(JSON.stringify(text ?? null))) || isInFiles(pod, sign);
}

function isInFiles({ containers }: Database['pod'], sign: RegExp): boolean {
  return containers.some(({ files }) => files.some(({ text }) => sign.test(text)));
}
