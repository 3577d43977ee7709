import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import { holdsData, nameOfWorkload, speaksForWorkload } from './speaker.ts';

export const daemonSet = databaseRule({
  id: 'workload/daemon-set',
  severity: 'warning',
  title: 'Database run by a DaemonSet',
  why: `A DaemonSet runs one pod on every node that fits, and ties each pod to its node. The data sits on that node's own disk, the
pod is never rescheduled, and when the node goes, its member and the data on it go with it. Every node that joins the cluster starts
another, empty database; every drained node takes one away, without asking the engine.

It can be a deliberate choice: local disks are fast. Then dedicated nodes, local PersistentVolumes and an engine that replicates
between its members carry it, and this finding is information only.`,
  when: `Fires when the server of an engine runs in a DaemonSet. Information where the pods are kept to chosen nodes (nodeSelector or
node affinity) and the data lies on a local PersistentVolume. Silent for caches and for data that is meant to be thrown away.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/',
    'https://kubernetes.io/docs/concepts/storage/volumes/#local',
  ],
  examples: {
    bad: `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: cassandra
spec:
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
          volumeMounts:
            - name: data
              mountPath: /var/lib/cassandra
      volumes:
        - name: data
          hostPath:
            path: /srv/cassandra
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cassandra
spec:
  serviceName: cassandra
  replicas: 3
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
          volumeMounts:
            - name: data
              mountPath: /var/lib/cassandra
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 20Gi
`,
  },
  *check(database, context) {
    const { workload, engine } = database;
    if (workload.kind !== 'DaemonSet' || workload.object.partial) return;
    if (!speaksForWorkload(database, context, holdsData) || !holdsData(database)) return;
    const isDeliberate = isOnChosenNodes(database) && isOnLocalVolume(database);
    yield {
      source: workload.root.at('kind').source,
      severity: isDeliberate ? 'info' : 'warning',
      message: isDeliberate
        ? `${nameOfWorkload(database)} ties each ${engine.name} member to one node and its local volume: a lost node is a lost member, and no other node takes its place.`
        : `${nameOfWorkload(database)} runs ${engine.name} on every node that fits: a pod never moves to another node, a lost node loses its member and data, and each new node starts an empty database.`,
    };
  },
});

function isOnChosenNodes({ pod }: Database): boolean {
  const required = pod.spec.at(
    'affinity',
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms',
  );
  return pod.spec.at('nodeSelector').entries().length > 0 || required.items().length > 0;
}

function isOnLocalVolume({ data }: Database): boolean {
  return data.volume?.claim?.volume?.at('spec', 'local').exists === true;
}
