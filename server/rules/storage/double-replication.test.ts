import { describeRule } from '../../../test/support/rule-cases.ts';
import { doubleReplication } from './double-replication.ts';

const database = (storageClass: string, replicas = 3, args = '[--replSet, rs0, --bind_ip_all]') => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  serviceName: mongo
  replicas: ${replicas}
  selector:
    matchLabels: { app: mongo }
  template:
    metadata:
      labels: { app: mongo }
    spec:
      containers:
        - name: mongod
          image: mongo:8.0
          args: ${args}
          volumeMounts: [{ name: data, mountPath: /data/db }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: ${storageClass}
        resources: { requests: { storage: 5Gi } }
`;
const storageClass = (provisioner: string, parameters: string) => `---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: block
provisioner: ${provisioner}
parameters: ${parameters}
`;

describeRule(doubleReplication, {
  fires: [
    {
      name: 'the class that Longhorn brings along',
      text: database('⟦longhorn⟧'),
      message: /3 of each by default: everything is stored 9 times/,
      severity: 'info',
    },
    {
      name: 'a class that says how many',
      text: database('⟦block⟧') + storageClass('driver.longhorn.io', '{ numberOfReplicas: "2" }'),
      message: /2 of each: everything is stored 6 times/,
    },
    {
      name: 'Ceph, in another file',
      text: database('⟦block⟧', 5),
      files: { 'class.yaml': storageClass('rook-ceph.rbd.csi.ceph.com', '{ pool: replicapool }').slice(4) },
      message: /Ceph RBD keeps 3 of each by default/,
    },
  ],
  silent: [
    {
      name: 'one copy in the storage',
      text: database('block') + storageClass('driver.longhorn.io', '{ numberOfReplicas: "1" }'),
    },
    { name: 'one member', text: database('longhorn', 1) },
    { name: 'members that do not replicate', text: database('longhorn', 3, '[--bind_ip_all]') },
    { name: 'a class of cloud disks', text: database('gp3') },
    { name: 'Portworx keeps one copy unless told', text: database('block') + storageClass('pxd.portworx.com', '{}') },
  ],
});
