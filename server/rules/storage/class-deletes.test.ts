import { describeRule } from '../../../test/support/rule-cases.ts';
import { classDeletes } from './class-deletes.ts';

const database = (claimSpec = 'storageClassName: fast') => `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: mysql
spec:
  strategy: { type: Recreate }
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
      volumes: [{ name: data, persistentVolumeClaim: { claimName: mysql-data } }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql-data
spec:
  ${claimSpec}
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 5Gi } }
`;
const storageClass = (kind: string, policy: string) => `apiVersion: storage.k8s.io/v1
${kind}
metadata:
  name: fast
provisioner: ebs.csi.aws.com
allowVolumeExpansion: true
${policy}`;
const volume = (policy: string) => `apiVersion: v1
kind: PersistentVolume
metadata:
  name: disk
spec:
  capacity: { storage: 5Gi }
  accessModes: [ReadWriteOnce]
  storageClassName: ""
${policy}  csi: { driver: ebs.csi.aws.com, volumeHandle: vol-1 }
`;
const byHand = database('storageClassName: ""\n  volumeName: disk');
const deleting = storageClass('kind: StorageClass', 'reclaimPolicy: Delete\n');

describeRule(classDeletes, {
  fires: [
    {
      name: 'a claim template: its claims are deleted, not itself',
      text: `${storageClass('kind: ⟦StorageClass⟧', '')}---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: mysql }
spec:
  serviceName: mysql
  selector: { matchLabels: { app: mysql } }
  template:
    metadata: { labels: { app: mysql } }
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
`,
      message: /^When a claim of the claim template 'data' is deleted/,
    },
    {
      name: 'a class that says so',
      text: storageClass('kind: StorageClass', 'reclaimPolicy: ⟦Delete⟧ # cheap\n') + database(),
      message: /nothing in sight backs Deployment 'mysql' up/,
      severity: 'warning',
      fixed: {
        title: /only before the class exists/,
        text: storageClass('kind: StorageClass', 'reclaimPolicy: Retain # cheap\n') + database(),
      },
    },
    {
      name: 'a class that says nothing',
      text: storageClass('kind: ⟦StorageClass⟧', '') + database(),
      fixed: { text: storageClass('kind: StorageClass', 'reclaimPolicy: Retain\n') + database() },
    },
    {
      name: 'a PersistentVolume that is wiped, in another file',
      text: byHand.slice(4),
      files: { 'volume.yaml': volume('  persistentVolumeReclaimPolicy: ⟦Recycle⟧\n') },
      message: /its disk is wiped/,
      fixed: {
        title: /Retain the volume/,
        text: byHand.slice(4),
        files: { 'volume.yaml': volume('  persistentVolumeReclaimPolicy: Retain\n') },
      },
    },
    {
      name: 'a job about another database is no backup of this one',
      text: `${storageClass('kind: StorageClass', 'reclaimPolicy: ⟦Delete⟧\n') + database()}---
apiVersion: batch/v1
kind: CronJob
metadata: { name: mysql-exporter-cleanup }
spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template: { spec: { containers: [{ name: c, image: busybox, args: [other-mysql] }] } } } } }
`,
    },
  ],
  silent: [
    { name: 'Retain', text: storageClass('kind: StorageClass', 'reclaimPolicy: Retain\n') + database() },
    {
      name: 'a CronJob that dumps it',
      text: deleting + database(),
      files: {
        'backup.yaml': `apiVersion: batch/v1
kind: CronJob
metadata: { name: dump }
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: dump
              image: mysql:8.4
              command: [sh, -c, "mysqldump -h mysql.default.svc --all-databases > /backup/all.sql"]
`,
      },
    },
    {
      name: 'a snapshot of its claim',
      text: `${deleting + database()}---
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata: { name: before-upgrade }
spec: { source: { persistentVolumeClaimName: mysql-data } }
`,
    },
    {
      name: 'Velero takes in every namespace',
      text: `${deleting + database()}---
apiVersion: velero.io/v1
kind: Schedule
metadata: { name: nightly, namespace: velero }
spec: { schedule: "0 3 * * *", template: { ttl: 240h } }
`,
    },
    { name: 'a volume made by hand is kept by default', text: byHand.slice(4), files: { 'volume.yaml': volume('') } },
    {
      name: 'a class of volumes made by hand that says nothing',
      text:
        storageClass('kind: StorageClass', '').replace('ebs.csi.aws.com', 'kubernetes.io/no-provisioner') + database(),
    },
    { name: 'a class of something else', text: deleting + database('storageClassName: other') },
  ],
});
