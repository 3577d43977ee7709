import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { selectorLabels } from '../workload/headless-service.ts';
import { nameOfWorkload } from '../workload/speaker.ts';
import { placeOfMembers, severalMembers } from './members.ts';
import { apartOf, HOSTNAME, isZone, mayBeApartUnseen } from './spread.ts';

export const noAntiAffinity = databaseRule({
  id: 'availability/no-anti-affinity',
  severity: 'warning',
  title: 'Members may share a node',
  why: `Without a rule that keeps them apart, the scheduler may put several members of a database on the same node: after an upgrade, when one node has the
most room, often all of them. Then one lost node takes the majority, or the primary together with its replica, and replication has not helped.

The scheduler's own habit of spreading the pods of a workload is a preference among many and gives way to free memory and to images that are there already.`,
  when: `Fires when a workload has more than one member, and neither \`podAntiAffinity\` nor \`topologySpreadConstraints\` is over nodes
(\`${HOSTNAME}\`) or something larger. Silent for members that know nothing of each other, for pods that take a port of their node, and where a template
may add such a rule.`,
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#internal-default-constraints',
  ],
  examples: {
    bad: exampleSet({ name: 'mongo', image: 'mongo:7.0', replicas: 3, container: 'args: [--replSet, rs0]' }),
    good: exampleSet({
      name: 'mongo',
      image: 'mongo:7.0',
      replicas: 3,
      container: 'args: [--replSet, rs0]',
      pod: `affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: ${HOSTNAME}
        labelSelector:
          matchLabels:
            app: mongo
`,
    }),
  },
  *check(database, context) {
    const count = severalMembers(database, context);
    if (count === undefined || mayBeApartUnseen(database) || takesNodePort(database)) return;
    if (apartOf(database).some((one) => one.topologyKey === HOSTNAME || isZone(one))) return;
    const fix = keepApart(database, context);
    yield {
      source: placeOfMembers(database),
      message: `Nothing keeps the ${count} ${database.engine.name} members of ${nameOfWorkload(database)} on different nodes: one lost node may take several of them at once.`,
      thing: 'spread',
      fixes: fix === undefined ? [] : [fix],
    };
  },
});

/** Two pods with the same port of the node, or with the node's own network, never share one. */
function takesNodePort({ pod, container }: Database): boolean {
  const isOnHost = !pod.spec.at('hostNetwork').absent && pod.spec.at('hostNetwork').boolean() !== false;
  return isOnHost || container.ports.some(({ field }) => !field.at('hostPort').absent);
}

/** A preference: it never keeps a pod from starting, on one node neither. */
function keepApart(database: Database, { lookup }: RuleContext): Fix | undefined {
  const labels = selectorLabels(database, lookup);
  const { spec } = database.pod;
  const anti = spec.at('affinity', 'podAntiAffinity');
  const list = anti.at('preferredDuringSchedulingIgnoredDuringExecution');
  if (labels === undefined) return undefined;
  const term = { weight: 100, podAffinityTerm: { topologyKey: HOSTNAME, labelSelector: { matchLabels: labels } } };
  return {
    title: 'Prefer a node of its own for each member',
    kind: 'safe',
    apply: (editor) => {
      const { object } = spec;
      if (list.exists) editor.append(object, list.path, term);
      else editor.set(object, list.path, [term]);
    },
  };
}
