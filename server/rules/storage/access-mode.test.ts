import { describeRule } from '../../../test/support/rule-cases.ts';
import { accessMode } from './access-mode.ts';

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: mysql
spec:
  containers:
    - name: mysql
      image: mysql:8.4
      volumeMounts:
        - { name: data, mountPath: /var/lib/mysql }
        - { name: backups, mountPath: /backups }
  volumes:
    - name: data
      persistentVolumeClaim: { claimName: mysql }
    - name: backups
      persistentVolumeClaim: { claimName: backups }
---
`;
const claim = (name: string, modes: string) => `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: ${name}
spec:
  accessModes:${modes}
  storageClassName: fast
  resources: { requests: { storage: 5Gi } }
`;
const template = (modes: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  serviceName: mongo
  selector:
    matchLabels: { app: mongo }
  template:
    metadata:
      labels: { app: mongo }
    spec:
      containers:
        - name: mongod
          image: mongo:8.0
          volumeMounts: [{ name: data, mountPath: /data/db }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: ${modes}
        storageClassName: fast
        resources: { requests: { storage: 5Gi } }
`;

describeRule(accessMode, {
  fires: [
    {
      name: 'a claim in another file',
      text: pod,
      files: { 'claim.yaml': claim('mysql', '\n    - ⟦ReadWriteMany⟧ # for later') },
      message: /asks for ReadWriteMany/,
      severity: 'error',
      fixed: { text: pod, files: { 'claim.yaml': claim('mysql', '\n    - ReadWriteOnce # for later') } },
    },
    {
      name: 'a claim template, with the mode for one pod where the version has it',
      text: template('[⟦ReadWriteMany⟧]'),
      configuration: { kubernetesVersion: '1.31' },
      fixed: { title: /ReadWriteOncePod/, text: template('[ReadWriteOncePod]') },
    },
    {
      name: 'both shared modes beside the right one',
      text: pod + claim('mysql', '\n    - ReadWriteOnce\n    - ⟦ReadOnlyMany⟧\n    - ⟦ReadWriteMany⟧'),
      fixed: { text: pod + claim('mysql', '\n    - ReadWriteOnce') },
    },
    {
      name: 'the volume made by hand must offer the new mode too',
      text: `${pod}${claim('mysql', ' [⟦ReadWriteMany⟧]')}  volumeName: disk
---
apiVersion: v1
kind: PersistentVolume
metadata:
  name: disk
spec:
  accessModes: [ReadWriteMany]
  storageClassName: fast
  capacity: { storage: 5Gi }
  csi: { driver: ebs.csi.aws.com, volumeHandle: vol-1 }
`,
      fixed: {
        text: `${pod}${claim('mysql', ' [ReadWriteOnce]')}  volumeName: disk
---
apiVersion: v1
kind: PersistentVolume
metadata:
  name: disk
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: fast
  capacity: { storage: 5Gi }
  csi: { driver: ebs.csi.aws.com, volumeHandle: vol-1 }
`,
      },
    },
  ],
  silent: [
    { name: 'a backup target', text: `${pod}${claim('backups', ' [ReadWriteMany]')}` },
    { name: 'the mode for one pod', text: template('[ReadWriteOncePod]') },
    { name: 'a mode that a template writes', text: template('["{{ .Values.mode }}"]') },
    {
      name: 'the claim of an application',
      text: `${pod.replaceAll('mysql', 'shop').replace('shop:8.4', 'example/shop:1')}${claim('shop', ' [ReadWriteMany]')}`,
    },
  ],
});
