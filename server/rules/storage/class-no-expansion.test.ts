import { describeRule } from '../../../test/support/rule-cases.ts';
import { classNoExpansion } from './class-no-expansion.ts';

const database = (name = 'fast') => `---
apiVersion: v1
kind: Pod
metadata:
  name: mysql
spec:
  containers:
    - name: mysql
      image: mysql:8.4
      volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: mysql } }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: ${name}
  resources: { requests: { storage: 5Gi } }
`;
const storageClass = (provisioner: string, rest: string, kind = 'StorageClass') => `apiVersion: storage.k8s.io/v1
kind: ${kind}
metadata:
  name: fast
provisioner: ${provisioner}
reclaimPolicy: Retain
${rest}`;
const EBS = 'ebs.csi.aws.com';

describeRule(classNoExpansion, {
  fires: [
    {
      name: 'nothing is said',
      text: storageClass(EBS, '', '⟦StorageClass⟧') + database(),
      message: /Volumes of class 'fast' cannot grow/,
      severity: 'info',
      fixed: { text: `${storageClass(EBS, 'allowVolumeExpansion: true\n')}${database()}` },
    },
    {
      name: 'it is forbidden',
      text: storageClass(EBS, 'allowVolumeExpansion: ⟦false⟧ # why not\n') + database(),
      fixed: { text: `${storageClass(EBS, 'allowVolumeExpansion: true # why not\n')}${database()}` },
    },
    {
      name: 'in the class of another file',
      text: database().slice(4),
      files: { 'class.yaml': storageClass('csi.example.com', '', '⟦StorageClass⟧') },
    },
  ],
  silent: [
    { name: 'allowed', text: storageClass(EBS, 'allowVolumeExpansion: true\n') + database() },
    { name: 'a provisioner that cannot', text: storageClass('rancher.io/local-path', '') + database() },
    { name: 'volumes made by hand', text: storageClass('kubernetes.io/no-provisioner', '') + database() },
    { name: 'a class that no database uses', text: storageClass(EBS, '') + database('other') },
    {
      name: 'what a template decides',
      text: storageClass(EBS, 'allowVolumeExpansion: {{ .Values.expand }}\n') + database(),
    },
  ],
});
