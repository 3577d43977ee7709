import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import { holdsData, nameOfWorkload } from '../workload/speaker.ts';
import { backingOfClaim } from './backing.ts';
import { dataClaim } from './data-claim.ts';

export const localVolume = databaseRule({
  id: 'storage/local-volume',
  severity: 'warning',
  title: 'The only copy of the data on one node',
  why: `A local volume is a disk or directory of one node. It is fast, but it shares the node's fate: when the node is lost, replaced by the
cloud or scaled away, the data is lost with it; while the node is down or drained, the pod waits and can run nowhere else. For a
single database that means that the node is the database.

Where the engine replicates, that can be a good bargain: the other members hold the data, and a lost member is rebuilt from them. The
price is that every replaced node means copying everything anew, and that two nodes lost at once may be one too many.`,
  when: `Fires when the data lies on a \`local\` PersistentVolume or on a class known to be local to a node (local-path, OpenEBS local,
TopoLVM, hostpath provisioners, \`kubernetes.io/no-provisioner\` with WaitForFirstConsumer). Information instead of a warning where the
engine replicates between its members, or may do so out of sight.`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/volumes/#local',
    'https://kubernetes.io/docs/concepts/storage/storage-classes/#local',
    'https://github.com/rancher/local-path-provisioner',
  ],
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders
spec:
  serviceName: orders
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
        storageClassName: local-path
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
        storageClassName: premium-rwo
        resources:
          requests:
            storage: 10Gi
`,
  },
  *check(database) {
    const data = dataClaim(database);
    if (data === undefined || !holdsData(database)) return;
    const backing = backingOfClaim(data.claim);
    if (backing?.kind !== 'node-local') return;
    const { engine } = database;
    const isAlone = standsAlone(database);
    const where = `${engine.name}'s data lies on ${backing.title}`;
    yield {
      source: backing.source,
      severity: isAlone ? 'warning' : 'info',
      message: isAlone
        ? `${where}, and ${nameOfWorkload(database)} keeps no second copy: with that node the data is lost, and while it is down nothing runs.`
        : `${where}: a lost node costs this member its data. That is fast and fine as long as the other members hold it and enough of them stay up.`,
      thing: 'node',
      related: backing.related ? [{ source: backing.related, message: 'The provisioner of that class' }] : [],
    };
  },
});

/** True where nothing replicates, or where there is nobody to replicate to as far as can be seen. */
function standsAlone({ replication, members, engine }: Database): boolean {
  if (!engine.replicates || replication.state === 'none') return true;
  return replication.state === 'unknown' && members.count === 1;
}
