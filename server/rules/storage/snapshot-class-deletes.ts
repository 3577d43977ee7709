import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import { databaseRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { isDataClaimName } from './claim-names.ts';
import { contextOf } from './class-place.ts';
import { dataClaim } from './data-claim.ts';
import { takesSnapshotsOf } from './snapshot-support.ts';

/** Velero takes its CSI snapshots with the class that carries this label. Source: https://velero.io/docs/main/csi/ */
const VELERO_LABEL = 'velero.io/csi-volumesnapshot-class';
const DEFAULT_ANNOTATION = 'snapshot.storage.kubernetes.io/is-default-class';

export const snapshotClassDeletes = databaseRule({
  id: 'storage/snapshot-class-deletes',
  severity: 'warning',
  title: 'Snapshots that vanish with their objects',
  why: `A VolumeSnapshot is only a Kubernetes object that points to a snapshot in the storage system. With \`deletionPolicy: Delete\` the
storage's snapshot is deleted together with the object: deleting the namespace, uninstalling the chart, or one \`kubectl delete\` too many
takes the backups along with the database that they were meant to bring back.

With \`Retain\` the snapshot stays in the storage system and can be imported again.`,
  when: `Fires when snapshots of a data claim in sight, a snapshot schedule beside it, or Velero (by its label) use a VolumeSnapshotClass, in
sight or in the connected cluster, whose deletionPolicy is Delete. Silent for classes that back up no database in sight.`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/volume-snapshot-classes/#deletionpolicy',
    'https://velero.io/docs/main/csi/',
  ],
  whenItRuns: `Snapshot classes are not changed in place: delete the class and create it again with \`Retain\`. Snapshots that exist keep
their own policy: \`kubectl patch volumesnapshotcontent NAME --type merge -p '{"spec":{"deletionPolicy":"Retain"}}'\` for each of them.
From then on something has to delete old snapshots in the storage system, or they cost money forever.`,
  examples: {
    bad: `apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshotClass
metadata:
  name: nightly
driver: ebs.csi.aws.com
deletionPolicy: Delete
---
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata:
  name: mysql-before-upgrade
spec:
  volumeSnapshotClassName: nightly
  source:
    persistentVolumeClaimName: mysql-data
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql-data
spec:
  accessModes:
    - ReadWriteOnce
  storageClassName: fast
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
    good: `apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshotClass
metadata:
  name: nightly
driver: ebs.csi.aws.com
deletionPolicy: Retain
---
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata:
  name: mysql-before-upgrade
spec:
  volumeSnapshotClassName: nightly
  source:
    persistentVolumeClaimName: mysql-data
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql-data
spec:
  accessModes:
    - ReadWriteOnce
  storageClassName: fast
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
  *check(database, context) {
    if (!holdsData(database) || dataClaim(database) === undefined) return;
    for (const [snapshotClass, use] of classesInUse(database, context)) {
      const policy = snapshotClass.at('deletionPolicy');
      if (policy.string() !== 'Delete') continue;
      const cluster = contextOf(snapshotClass.object);
      const because =
        cluster === undefined
          ? ''
          : ` (class '${snapshotClass.object.name ?? ''}' of the cluster '${cluster}' deletes them)`;
      yield {
        // What only the cluster has is shown where it is used.
        source: cluster === undefined ? policy.source : use.source,
        message: `Snapshots of ${database.engine.name}'s data are deleted together with their objects${because}: who deletes the namespace deletes the backups too.`,
        thing: 'snapshots',
        related: cluster === undefined ? [{ source: use.source, message: 'What takes these snapshots' }] : [],
        fixes:
          cluster === undefined
            ? [
                {
                  title: 'Retain the snapshots (only before the class exists)',
                  kind: 'careful',
                  apply: (editor) => {
                    editor.set(policy.object, policy.path, 'Retain');
                  },
                },
              ]
            : [],
      };
    }
  },
});

/** The snapshot classes in sight that this database's backups use, each with what says so. */
function classesInUse(database: Database, { lookup, cluster }: RuleContext): Map<Field, Field> {
  const near = database.workload.object;
  const all = (kind: string) => lookup.all(kind, near).map((object) => new Field(object));
  const inSight = all('VolumeSnapshotClass');
  const names = new Set(inSight.map(({ object }) => object.name));
  // A class of the workspace counts before one of the cluster, which may be the same a deployment ago.
  const live = (cluster?.snapshotClasses ?? [])
    .filter(({ name }) => !names.has(name))
    .map((object) => new Field(object));
  const classes = [...inSight, ...live];
  const found = new Map<Field, Field>();
  if (classes.length === 0) return found;
  const isTrue = (field: Field) => field.value === true || field.string() === 'true';
  const provisioner = dataClaim(database)?.claim.storageClass?.at('provisioner').string();
  // A cluster has a default for each driver.
  const isForData = (one: Field) =>
    contextOf(one.object) === undefined || (provisioner !== undefined && takesSnapshotsOf(provisioner, one));
  const classNamed = (name: Field) =>
    name.absent
      ? classes.find((one) => isTrue(one.at('metadata', 'annotations', DEFAULT_ANNOTATION)) && isForData(one))
      : classes.find((one) => one.object.name === name.string());
  for (const snapshot of all('VolumeSnapshot')) {
    const claimName = snapshot.at('spec', 'source', 'persistentVolumeClaimName').string();
    if (claimName === undefined || !isDataClaimName(database, claimName)) continue;
    const used = classNamed(snapshot.at('spec', 'volumeSnapshotClassName'));
    if (used) found.set(used, snapshot);
  }
  for (const schedule of all('SnapshotSchedule')) {
    const used = classNamed(schedule.at('spec', 'snapshotTemplate', 'snapshotClassName'));
    if (used) found.set(used, schedule);
  }
  for (const one of inSight) {
    const label = one.at('metadata', 'labels', VELERO_LABEL);
    if (isTrue(label)) found.set(one, label);
  }
  return found;
}
