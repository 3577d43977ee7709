import { describeRule } from '../../../test/support/rule-cases.ts';
import { noSnapshotSupport } from './no-snapshot-support.ts';

const template = (name: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: server
          image: postgres:16
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], storageClassName: ${name}, resources: { requests: { storage: 5Gi } } }
`;
const storageClass = (provisioner: string) => `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: mine
provisioner: ${provisioner}
`;
const cluster = {
  context: 'production',
  storageClasses: [
    { metadata: { name: 'fast' }, provisioner: 'ebs.csi.aws.com' },
    { metadata: { name: 'old' }, provisioner: 'kubernetes.io/aws-ebs' },
    { metadata: { name: 'lab' }, provisioner: 'disk.example.com' },
    { metadata: { name: 'shared' }, provisioner: 'nfs.csi.k8s.io' },
    { metadata: { name: 'manual' }, provisioner: 'kubernetes.io/no-provisioner' },
  ],
  snapshotClasses: [{ metadata: { name: 'disks' }, driver: 'ebs.csi.aws.com', deletionPolicy: 'Delete' }],
};

describeRule(noSnapshotSupport, {
  cluster,
  fires: [
    {
      name: 'a class of the cluster',
      text: template('⟦lab⟧'),
      severity: 'info',
      message:
        /^The cluster 'production' has no VolumeSnapshotClass for disk\.example\.com, which makes the volumes of class 'lab'/,
    },
    {
      name: 'a class of the workspace',
      text: template('⟦mine⟧'),
      files: { 'class.yaml': storageClass('rancher.io/local-path') },
      message: /for rancher\.io\/local-path, which makes the volumes of class 'mine'/,
    },
    {
      name: 'a cluster without any snapshot class',
      text: template('⟦fast⟧'),
      cluster: { ...cluster, snapshotClasses: [] },
    },
    {
      name: 'a snapshot class of the workspace for another driver',
      text: template('⟦lab⟧'),
      files: {
        'snapshots.yaml':
          'apiVersion: snapshot.storage.k8s.io/v1\nkind: VolumeSnapshotClass\nmetadata: { name: other }\ndriver: other.example.com\n',
      },
    },
  ],
  silent: [
    { name: 'a driver with a snapshot class', text: template('fast') },
    { name: 'the name that the driver had inside Kubernetes', text: template('old') },
    {
      name: 'a snapshot class in the workspace',
      text: template('lab'),
      files: {
        'snapshots.yaml':
          'apiVersion: snapshot.storage.k8s.io/v1\nkind: VolumeSnapshotClass\nmetadata: { name: lab }\ndriver: disk.example.com\n',
      },
    },
    {
      name: 'a snapshot class whose driver is templated',
      text: template('lab'),
      files: {
        'snapshots.yaml':
          'apiVersion: snapshot.storage.k8s.io/v1\nkind: VolumeSnapshotClass\nmetadata: { name: lab }\ndriver: "{{ .Values.driver }}"\n',
      },
    },
    { name: 'a network file system', text: template('shared') },
    { name: 'volumes made by hand', text: template('manual') },
    { name: 'a class that nobody has', text: template('gone') },
    {
      name: 'snapshot classes that may not be read',
      text: template('lab'),
      cluster: { context: 'production', storageClasses: cluster.storageClasses },
    },
    { name: 'no cluster', text: template('lab'), cluster: null },
  ],
});
