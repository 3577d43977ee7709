import { describeRule } from '../../../test/support/rule-cases.ts';
import { unknownClass } from './unknown-class.ts';

const template = (name: string, rest = '') => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 1
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: server
          image: postgres:16
          env: [{ name: PGDATA, value: /var/lib/postgresql/data/pgdata }]
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: ${name}${rest}
        resources:
          requests: { storage: 5Gi }
`;
const storageClass = (name: string) => `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: ${name}
provisioner: ebs.csi.aws.com
`;
const live = (name: string, provisioner: string, rest: object = {}) => ({
  metadata: { name },
  provisioner,
  reclaimPolicy: 'Retain',
  volumeBindingMode: 'WaitForFirstConsumer',
  allowVolumeExpansion: true,
  ...rest,
});
const standard = live('standard', 'disk.example.com', {
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
});
const many = Array.from({ length: 8 }, (_, index) => live(`class-${index}`, 'disk.example.com'));

describeRule(unknownClass, {
  cluster: {
    context: 'production',
    storageClasses: [live('fast', 'ebs.csi.aws.com'), standard, live('shared', 'nfs.csi.k8s.io')],
  },
  fires: [
    {
      name: 'a claim template; the default class is offered first, and one for files not at all',
      text: template('⟦fsat⟧'),
      message:
        /^The cluster 'production' has no storage class 'fsat' \(it has 'fast', 'shared', 'standard'\): the claim template/,
      severity: 'warning',
      fixed: {
        title: /^Use the class 'standard', the default of the cluster 'production' \(only before the claim exists\)$/,
        text: template('standard'),
      },
    },
    {
      name: 'the other class',
      text: template('⟦fsat⟧'),
      fixed: { title: /'fast' of the cluster 'production'/, text: template('fast') },
    },
    {
      name: 'by the annotation from before 1.6',
      text: `apiVersion: v1
kind: Pod
metadata: { name: redis }
spec:
  containers:
    - name: redis
      image: redis:7.4
      args: [--appendonly, "yes"]
      volumeMounts: [{ name: data, mountPath: /data }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: redis } }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: redis
  annotations:
    volume.beta.kubernetes.io/storage-class: ⟦gold⟧
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 5Gi } } }
`,
      message: /no storage class 'gold'/,
    },
    {
      name: 'in a cluster with many classes, of which some are named and at most five offered',
      text: template('⟦fast⟧'),
      cluster: { context: 'lab', storageClasses: many },
      message: /'class-5' and 2 more\)/,
    },
    {
      name: 'in a cluster without any',
      text: template('⟦fast⟧'),
      cluster: { context: 'lab', storageClasses: [] },
      message: /it has no class at all/,
    },
  ],
  silent: [
    { name: 'a class that the cluster has', text: template('fast') },
    { name: 'a class of the workspace', text: template('mine'), files: { 'class.yaml': storageClass('mine') } },
    {
      name: 'a class of the workspace whose name is templated',
      text: template('mine'),
      files: { 'class.yaml': storageClass('{{ .Values.class }}') },
    },
    { name: 'a templated name', text: template('{{ .Values.class }}') },
    { name: 'a name that is templated in part', text: template('{{ .Release.Name }}-fast') },
    { name: 'the empty name', text: template('""') },
    { name: 'a cluster whose classes may not be read', text: template('fsat'), cluster: { context: 'production' } },
    { name: 'no cluster', text: template('fsat'), cluster: null },
    {
      name: 'volumes made by hand, which need no class',
      text: template('manual'),
      files: {
        'volume.yaml': `apiVersion: v1
kind: PersistentVolume
metadata: { name: disk-1 }
spec:
  storageClassName: manual
  accessModes: [ReadWriteOnce]
  capacity: { storage: 10Gi }
  local: { path: /mnt/disk-1 }
`,
      },
    },
    { name: 'a claim that names its volume', text: template('manual', '\n        volumeName: disk-1') },
    {
      name: 'a part of something whose base is out of sight',
      text: template('theirs'),
      files: { 'kustomization.yaml': 'resources: [main.yaml, https://example.com/platform]\n' },
    },
  ],
});
