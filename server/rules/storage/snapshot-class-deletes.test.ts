import { describeRule } from '../../../test/support/rule-cases.ts';
import { snapshotClassDeletes } from './snapshot-class-deletes.ts';

const database = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  selector:
    matchLabels: { app: mysql }
  template:
    metadata:
      labels: { app: mysql }
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 5Gi } }
`;
const snapshotClass = (policy: string, metadata = '') => `---
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshotClass
metadata:
  name: nightly
${metadata}driver: ebs.csi.aws.com
deletionPolicy: ${policy}
`;
const snapshot = (claim: string, named = true) => `---
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata: { name: s1 }
spec:
${named ? '  volumeSnapshotClassName: nightly\n' : ''}  source: { persistentVolumeClaimName: ${claim} }
`;
const velero = '  labels: { velero.io/csi-volumesnapshot-class: "true" }\n';

describeRule(snapshotClassDeletes, {
  fires: [
    {
      name: 'a snapshot of a member’s claim',
      text: database + snapshotClass('⟦Delete⟧') + snapshot('data-mysql-0'),
      message: /Snapshots of MySQL's data are deleted together with their objects/,
      severity: 'warning',
      fixed: { text: database + snapshotClass('Retain') + snapshot('data-mysql-0') },
    },
    {
      name: 'the class that Velero uses, in another file',
      text: database,
      files: { 'velero.yaml': snapshotClass('⟦Delete⟧', velero).slice(4) },
      fixed: { text: database, files: { 'velero.yaml': snapshotClass('Retain', velero).slice(4) } },
    },
    {
      name: 'the default class, for a snapshot that names none',
      text:
        database +
        snapshotClass('⟦"Delete"⟧', '  annotations: { snapshot.storage.kubernetes.io/is-default-class: "true" }\n') +
        snapshot('data-mysql-2', false),
    },
  ],
  silent: [
    { name: 'Retain', text: database + snapshotClass('Retain') + snapshot('data-mysql-0') },
    { name: 'a class that nobody uses here', text: database + snapshotClass('Delete') },
    { name: 'snapshots of another claim', text: database + snapshotClass('Delete') + snapshot('data-mysql-old-0') },
    {
      name: 'another class',
      text: database + snapshotClass('Delete').replace('name: nightly', 'name: weekly') + snapshot('data-mysql-0'),
    },
  ],
});
