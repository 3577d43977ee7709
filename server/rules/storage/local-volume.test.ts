import { describeRule } from '../../../test/support/rule-cases.ts';
import { localVolume } from './local-volume.ts';

const database = (storageClass: string, image: string, mount: string, replicas = 1, args = '[]') => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: ${replicas}
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: server
          image: ${image}
          args: ${args}
          volumeMounts: [{ name: data, mountPath: ${mount} }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: ${storageClass}
        resources: { requests: { storage: 5Gi } }
`;
const mysql = (storageClass: string) => database(storageClass, 'mysql:8.4', '/var/lib/mysql');
const byHand = (mode: string) => `---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: disks
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: ${mode}
`;
const volume = (entry: string) => `---
apiVersion: v1
kind: PersistentVolume
metadata:
  name: disk-1
spec:
  storageClassName: disks
  accessModes: [ReadWriteOnce]
  capacity: { storage: 5Gi }
  ${entry}
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: [node-1] }]
`;

describeRule(localVolume, {
  fires: [
    {
      name: 'the class of k3s under a single database',
      text: mysql('⟦local-path⟧'),
      message: /keeps no second copy/,
      severity: 'warning',
    },
    {
      name: 'members that replicate: the trade-off',
      text: database('⟦local-path⟧', 'mongo:8.0', '/data/db', 3, '[--replSet, rs0]'),
      message: /fast and fine as long as the other members hold it/,
      severity: 'info',
    },
    {
      name: 'a local PersistentVolume',
      text: mysql('disks') + byHand('WaitForFirstConsumer') + volume('⟦local⟧: { path: /mnt/disk }'),
      severity: 'warning',
    },
    {
      name: 'a hostPath PersistentVolume that names its node',
      text: mysql('disks') + volume('⟦hostPath⟧: { path: /mnt/disk }'),
    },
    {
      name: 'a class for local volumes, which are out of sight',
      text: mysql('⟦disks⟧') + byHand('WaitForFirstConsumer'),
    },
  ],
  silent: [
    { name: 'cloud disks', text: mysql('gp3') },
    { name: 'volumes made by hand that may be anything', text: mysql('disks') + byHand('Immediate') },
    {
      name: 'a disk of the storage network, made by hand',
      text: mysql('disks') + byHand('WaitForFirstConsumer') + volume('fc: { wwids: ["3600"] }'),
    },
    {
      name: 'a class with the name of one and another provisioner',
      text: `${mysql('local-path')}---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: local-path }
provisioner: ebs.csi.aws.com
`,
    },
  ],
});
