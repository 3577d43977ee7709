import { describeRule } from '../../../test/support/rule-cases.ts';
import { missingClass } from './missing-class.ts';

const template = (spec: string, data = '') => `apiVersion: apps/v1
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
          env: [{ name: PGDATA, value: /var/lib/postgresql/data/pgdata }]
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
  volumeClaimTemplates:
    - metadata:
        name: data${data}
      ${spec}
`;

describeRule(missingClass, {
  fires: [
    {
      name: 'a claim template',
      text: template(`⟦spec⟧:
        accessModes: [ReadWriteOnce]
        resources:
          requests: { storage: 5Gi }`),
      message: /claim template 'data' names no storage class/,
      severity: 'info',
      fixed: {
        text: template(`spec:
        accessModes: [ReadWriteOnce]
        storageClassName: storage-class
        resources:
          requests: { storage: 5Gi }`),
      },
    },
    {
      name: 'in a cluster without a default; a class of its own is written',
      text: template(`⟦spec⟧:
        accessModes: [ReadWriteOnce]
        resources:
          requests: { storage: 5Gi }`),
      cluster: {
        context: 'production',
        storageClasses: [
          {
            metadata: { name: 'disks' },
            provisioner: 'ebs.csi.aws.com',
            reclaimPolicy: 'Retain',
            allowVolumeExpansion: true,
            volumeBindingMode: 'WaitForFirstConsumer',
          },
        ],
      },
      message: /waits forever: the cluster 'production' has no default class/,
      fixed: {
        title: /^Use the class 'disks' of the cluster 'production'/,
        text: template(`spec:
        accessModes: [ReadWriteOnce]
        storageClassName: disks
        resources:
          requests: { storage: 5Gi }`),
      },
    },
    {
      name: 'in flow style',
      text: template('⟦spec⟧: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 5Gi } } }'),
      fixed: {
        text: template(
          'spec: { accessModes: [ReadWriteOnce], storageClassName: storage-class, resources: { requests: { storage: 5Gi } } }',
        ),
      },
    },
    {
      name: 'a claim in another file, in JSON',
      text: `apiVersion: v1
kind: Pod
metadata:
  name: redis
spec:
  containers:
    - name: redis
      image: redis:7.4
      args: [--appendonly, "yes"]
      volumeMounts: [{ name: data, mountPath: /data }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: redis } }]
`,
      files: {
        'claim.json':
          '{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"redis"},⟦"spec"⟧:{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"5Gi"}}}}',
      },
      message: /Redis's data lands on whatever/,
    },
  ],
  silent: [
    {
      name: 'a class',
      text: template('spec: { storageClassName: fast, resources: { requests: { storage: 5Gi } } }'),
    },
    {
      name: 'the empty class of volumes made by hand',
      text: template('spec: { storageClassName: "", resources: { requests: { storage: 5Gi } } }'),
    },
    {
      name: 'the class of a template',
      text: template(`spec:
        {{- with .Values.storageClass }}
        storageClassName: {{ . }}
        {{- end }}
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: 5Gi } }`),
    },
    {
      name: 'the annotation from before 1.6',
      text: template(
        'spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 5Gi } } }',
        '\n        annotations: { volume.beta.kubernetes.io/storage-class: fast }',
      ),
    },
  ],
});
