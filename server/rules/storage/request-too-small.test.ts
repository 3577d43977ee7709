import { describeRule } from '../../../test/support/rule-cases.ts';
import { requestTooSmall } from './request-too-small.ts';

const template = (size: string, image = 'postgres:16', mount = '/var/lib/postgresql/data') => `apiVersion: apps/v1
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
          image: ${image}
          volumeMounts: [{ name: data, mountPath: ${mount}, subPath: db }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources:
          requests:
            storage: ${size}
`;
const pod = `apiVersion: v1
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
metadata: { name: redis }
spec: { accessModes: [ReadWriteOnce], storageClassName: fast, resources: { requests: { storage: SIZE } } }
`;

describeRule(requestTooSmall, {
  fires: [
    {
      name: 'a tenth of what it needs',
      text: template('⟦100Mi⟧ # to begin with'),
      message: /asks for 100Mi: PostgreSQL needs at least 1Gi/,
      severity: 'warning',
      fixed: { text: template('1Gi # to begin with') },
    },
    {
      name: 'a gigabyte of 1000 is under one of 1024',
      text: template('⟦1G⟧', 'mysql:8.4', '/var/lib/mysql'),
      message: /asks for 1G:/,
      fixed: { text: template('1Gi', 'mysql:8.4', '/var/lib/mysql') },
    },
    {
      name: 'a claim in flow style',
      text: pod.replace('SIZE', '⟦500Mi⟧'),
      message: /Redis needs at least 1Gi/,
      fixed: { text: pod.replace('SIZE', '1Gi') },
    },
    { name: 'a number of bytes', text: template('⟦1073741823⟧'), message: /asks for 1073741823:/ },
  ],
  silent: [
    { name: 'exactly the minimum', text: template('1Gi') },
    { name: 'the minimum in other units', text: template('1024Mi') },
    { name: 'the size of a template', text: template('{{ .Values.size }}') },
    {
      name: 'a cache',
      text: pod
        .replace('SIZE', '100Mi')
        .replace('--appendonly, "yes"', '--save, "", --appendonly, "no"')
        .replace('claimName: redis', 'claimName: other'),
    },
    {
      name: 'a small claim for something else',
      text: `${template('5Gi')}    - metadata: { name: sockets }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Mi } }
`,
    },
  ],
});
