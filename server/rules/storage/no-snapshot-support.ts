import { Field } from '../../../engines/model/field.ts';
import { databaseRule } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { classNameOf, contextOf, titleOfClass } from './class-place.ts';
import { dataClaim } from './data-claim.ts';
import { provisionerNamed, STATIC_PROVISIONER } from './provisioners.ts';
import { takesSnapshotsOf } from './snapshot-support.ts';

export const noSnapshotSupport = databaseRule({
  id: 'storage/no-snapshot-support',
  severity: 'info',
  title: 'Volumes of which the connected cluster takes no snapshots',
  why: `A VolumeSnapshot is the quickest way back: taken in seconds before an upgrade or a migration, restored into a new claim without a
dump. It needs a VolumeSnapshotClass for the driver that made the volume. Where there is none, every snapshot of this database's claims fails,
and it is better to know that before the evening on which one is needed. Dumps and the engine's own backups work all the same.`,
  when: `Fires when a cluster is connected, its snapshot classes can be listed, and neither it nor the workspace has a VolumeSnapshotClass for
the driver of the class that holds the data. Silent without a cluster, for classes out of sight, for volumes made by hand, and for network file
systems, about which there is more to say.`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/volume-snapshot-classes/',
    'https://kubernetes-csi.github.io/docs/drivers.html',
  ],
  exampleCluster: {
    context: 'production',
    storageClasses: [
      { metadata: { name: 'local-path' }, provisioner: 'rancher.io/local-path' },
      { metadata: { name: 'premium-rwo' }, provisioner: 'pd.csi.storage.gke.io' },
    ],
    snapshotClasses: [{ metadata: { name: 'disks' }, driver: 'pd.csi.storage.gke.io', deletionPolicy: 'Retain' }],
  },
  examples: {
    bad: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql-data
spec:
  accessModes:
    - ReadWriteOnce
  storageClassName: local-path
  resources:
    requests:
      storage: 20Gi
---
apiVersion: v1
kind: Pod
metadata:
  name: mysql
spec:
  containers:
    - name: mysql
      image: mysql:8.4
      volumeMounts:
        - name: data
          mountPath: /var/lib/mysql
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: mysql-data
`,
    good: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql-data
spec:
  accessModes:
    - ReadWriteOnce
  storageClassName: premium-rwo
  resources:
    requests:
      storage: 20Gi
---
apiVersion: v1
kind: Pod
metadata:
  name: mysql
spec:
  containers:
    - name: mysql
      image: mysql:8.4
      volumeMounts:
        - name: data
          mountPath: /var/lib/mysql
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: mysql-data
`,
  },
  *check(database, { cluster, lookup }) {
    const data = dataClaim(database);
    const storageClass = data?.claim.storageClass;
    if (data === undefined || storageClass === undefined || !holdsData(database)) return;
    const provisioner = storageClass.at('provisioner').string();
    if (provisioner === undefined || provisioner === STATIC_PROVISIONER) return;
    if (provisionerNamed(provisioner)?.kind === 'network') return;
    if (cluster?.snapshotClasses === undefined) return;
    const inSight = lookup.all('VolumeSnapshotClass', database.workload.object);
    const classes = [...cluster.snapshotClasses, ...inSight].map((object) => new Field(object));
    // A templated driver may be the one.
    if (classes.some((one) => one.at('driver').unknown || takesSnapshotsOf(provisioner, one))) return;
    const isLive = contextOf(storageClass.object) !== undefined;
    yield {
      source: classNameOf(data.claim).source,
      message: `The cluster '${cluster.context}' has no VolumeSnapshotClass for ${provisioner}, which makes the volumes of ${isLive ? `class '${storageClass.object.name ?? ''}'` : titleOfClass(storageClass)}: no snapshots can be taken of ${database.engine.name}'s data there.`,
      thing: 'snapshots',
      related: isLive
        ? []
        : [{ source: storageClass.at('provisioner').source, message: 'The provisioner of that class' }],
    };
  },
});
