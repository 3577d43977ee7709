import { describeRule } from '../../../test/support/rule-cases.ts';
import { classImmediate } from './class-immediate.ts';

const storageClass = (provisioner: string, mode: string, kind = 'StorageClass') => `apiVersion: storage.k8s.io/v1
kind: ${kind}
metadata:
  name: fast
provisioner: ${provisioner}
${mode}allowVolumeExpansion: true
reclaimPolicy: Retain
`;
const database = (replicas: number, pod = '') => `---
apiVersion: apps/v1
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
${pod}      containers:
        - name: mongod
          image: mongo:8.0
          args: [--replSet, rs0, --bind_ip_all]
          volumeMounts: [{ name: data, mountPath: /data/db }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 5Gi } }
`;
const spread = `      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: DoNotSchedule
`;
const EBS = 'ebs.csi.aws.com';

describeRule(classImmediate, {
  fires: [
    {
      name: 'three members, the mode written',
      text: storageClass(EBS, 'volumeBindingMode: ⟦Immediate⟧\n') + database(3),
      message: /MongoDB has 3 members here/,
      severity: 'warning',
      fixed: { text: storageClass(EBS, 'volumeBindingMode: WaitForFirstConsumer\n') + database(3) },
    },
    {
      name: 'three members, the mode by default',
      text: storageClass(EBS, '', '⟦StorageClass⟧') + database(3),
      fixed: { text: `${storageClass(EBS, '')}volumeBindingMode: WaitForFirstConsumer\n${database(3)}` },
    },
    {
      name: 'one member that is told where to be',
      text: storageClass('pd.csi.storage.gke.io', 'volumeBindingMode: ⟦Immediate⟧\n') + database(1, spread),
      message: /rules about zones/,
    },
    {
      name: 'a provisioner that is not known and says so',
      text: storageClass('csi.example.com', 'volumeBindingMode: ⟦Immediate⟧\n') + database(3),
    },
  ],
  silent: [
    { name: 'one member anywhere', text: storageClass(EBS, 'volumeBindingMode: Immediate\n') + database(1) },
    { name: 'waits', text: storageClass(EBS, 'volumeBindingMode: WaitForFirstConsumer\n') + database(3) },
    {
      name: 'storage that every node reaches',
      text: storageClass('driver.longhorn.io', 'volumeBindingMode: Immediate\n') + database(3),
    },
    {
      name: 'a provisioner that is not known and says nothing',
      text: storageClass('csi.example.com', '') + database(3),
    },
    { name: 'a cluster of one node', text: storageClass('k8s.io/minikube-hostpath', '') + database(3) },
  ],
});
