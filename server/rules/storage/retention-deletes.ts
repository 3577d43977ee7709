import { databaseRule } from '../rule.ts';
import { holdsData, speaksForWorkload } from '../workload/speaker.ts';

const WHEN = {
  whenDeleted: 'When the StatefulSet is deleted, even just to recreate it with a changed claim template,',
  whenScaled: 'When replicas is lowered, even for a moment or by mistake,',
} as const;

export const retentionDeletes = databaseRule({
  id: 'storage/retention-deletes',
  severity: 'warning',
  title: 'StatefulSet that deletes its claims',
  why: `By default a StatefulSet leaves its claims alone: it can be deleted and made again, or scaled to 0 and back, and the members find
their data. \`persistentVolumeClaimRetentionPolicy\` with \`Delete\` gives that up. A \`kubectl delete\`, a Helm uninstall, a rename, or a
\`replicas: 0\` that was meant to last five minutes deletes the claims, and with the usual reclaim policy the disks.`,
  when: `Fires for whenDeleted or whenScaled set to Delete on a database's StatefulSet with claim templates. Silent for caches.`,
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention'],
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders
spec:
  serviceName: orders
  persistentVolumeClaimRetentionPolicy:
    whenDeleted: Delete
    whenScaled: Retain
  selector:
    matchLabels:
      app: orders
  template:
    metadata:
      labels:
        app: orders
    spec:
      containers:
        - name: postgres
          image: postgres:17.2
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        storageClassName: fast
        resources:
          requests:
            storage: 10Gi
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders
spec:
  serviceName: orders
  persistentVolumeClaimRetentionPolicy:
    whenDeleted: Retain
    whenScaled: Retain
  selector:
    matchLabels:
      app: orders
  template:
    metadata:
      labels:
        app: orders
    spec:
      containers:
        - name: postgres
          image: postgres:17.2
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        storageClassName: fast
        resources:
          requests:
            storage: 10Gi
`,
  },
  *check(database, context) {
    const { workload, pod, engine } = database;
    if (workload.kind !== 'StatefulSet' || !speaksForWorkload(database, context, holdsData)) return;
    if (!holdsData(database) || !pod.volumes.some(({ kind }) => kind === 'claim-template')) return;
    const policy = workload.root.at('spec', 'persistentVolumeClaimRetentionPolicy');
    for (const [key, when] of Object.entries(WHEN)) {
      const field = policy.at(key);
      if (field.string() !== 'Delete') continue;
      yield {
        source: field.source,
        message: `${when} the claims of ${engine.name}'s members are deleted with their data.`,
        thing: `retention:${key}`,
        fixes: [
          {
            title: `Retain the claims (${key})`,
            kind: 'safe',
            apply: (editor) => {
              editor.set(workload.object, field.path, 'Retain');
            },
          },
        ],
      };
    }
  },
});
