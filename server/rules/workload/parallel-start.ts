import { findText } from '../../../engines/configuration/pod-texts.ts';
import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import { holdsData, speaksForWorkload } from './speaker.ts';

/** Ways of replicating in which the members agree among themselves who comes first. */
const AGREE_AMONG_THEMSELVES = /galera|group|patroni|spilo|repmgr|raft|cluster|replica-set|stolon|sentinel|operator/iu;

export const parallelStart = databaseRule({
  id: 'workload/parallel-start',
  severity: 'warning',
  title: 'Members of a primary/replica database start all at once',
  why: `With \`podManagementPolicy: Parallel\` a StatefulSet starts all its pods at the same time. Where pod 0 becomes the primary and the
others copy from it, they now ask a primary that is not there yet: they fail, or, with a script that takes «nobody answers» for «I am
the first», they start as further primaries with data of their own. On the way down all members stop together, with nobody left to take
the last transactions.`,
  when: `Fires for a StatefulSet with more than one member, \`podManagementPolicy: Parallel\`, and a primary/replica set-up in sight whose
first start relies on the order of the pods (it asks for its own name or ordinal, or for member 0). Silent for engines and methods that agree among themselves (Galera, group replication,
Patroni, replica sets, Cassandra, Elasticsearch).`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-management-policies',
    'https://kubernetes.io/docs/tasks/run-application/run-replicated-stateful-application/',
  ],
  whenItRuns: `\`podManagementPolicy\` cannot be changed on an existing StatefulSet. Replace the object and leave its pods and claims
alone:

1. \`kubectl delete statefulset NAME --cascade=orphan\`: the pods go on running.
2. Apply the manifest with \`OrderedReady\`: the new StatefulSet adopts the pods by their labels.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgresql
spec:
  serviceName: postgresql
  replicas: 2
  podManagementPolicy: Parallel
  selector:
    matchLabels:
      app: postgresql
  template:
    metadata:
      labels:
        app: postgresql
    spec:
      initContainers:
        - name: clone
          image: postgres:16.4
          command:
            - bash
            - -c
            - |
              if [[ $HOSTNAME != postgresql-0 && ! -s "$PGDATA/PG_VERSION" ]]; then
                pg_basebackup -h postgresql-0.postgresql -U replicator -D "$PGDATA" -R
              fi
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      containers:
        - name: postgresql
          image: postgres:16.4
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 10Gi
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cassandra
spec:
  serviceName: cassandra
  replicas: 3
  podManagementPolicy: Parallel
  selector:
    matchLabels:
      app: cassandra
  template:
    metadata:
      labels:
        app: cassandra
    spec:
      containers:
        - name: cassandra
          image: cassandra:4.1
          env:
            - name: CASSANDRA_SEEDS
              value: cassandra-0.cassandra
`,
  },
  *check(database, context) {
    const { workload, engine, members, replication } = database;
    const policy = workload.root.at('spec', 'podManagementPolicy');
    if (workload.kind !== 'StatefulSet' || policy.string() !== 'Parallel') return;
    if (!speaksForWorkload(database, context, holdsData) || !holdsData(database)) return;
    if (members.count === undefined || members.count < 2) return;
    const { selfClustering, orderedBootstrap } = engine.topology;
    if (selfClustering || !orderedBootstrap || replication.state !== 'configured') return;
    if (AGREE_AMONG_THEMSELVES.test(replication.method ?? '') || !tellsMembersApart(database)) return;
    yield {
      source: policy.source,
      message: `All ${members.count} pods start and stop at once, but ${engine.name} is set up as primary and replicas: replicas look for a primary that is not there yet and fail, or become primaries themselves.`,
      thing: 'order',
      ...(replication.evidence === undefined
        ? {}
        : { related: [{ source: replication.evidence, message: 'Sets up the replication' }] }),
      fixes: [
        {
          title: 'Start the pods in order (only before the first start)',
          kind: 'careful',
          apply: (editor) => {
            editor.set(workload.object, policy.path, 'OrderedReady');
          },
        },
      ],
    };
  },
});

/** Whether the pod's own set-up goes by who it is: members that all follow a primary elsewhere do not wait for each other. */
function tellsMembersApart({ pod }: Database): boolean {
  const isOwnName = /-0\b|\bHOSTNAME\b|\bhostname\b|\bPOD_NAME\b|\bPOD_INDEX\b|\bordinal\b/iu;
  return (
    findText(pod, isOwnName) !== undefined ||
    pod.containers.some((container) =>
      [...container.environment.variables.values()].some(({ value }) => value !== undefined && isOwnName.test(value)),
    )
  );
}
