import { describeRule } from '../../../test/support/rule-cases.ts';
import { requestMissing } from './request-missing.ts';

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: mongo
spec:
  containers:
    - name: mongod
      image: mongo:8.0
      volumeMounts: [{ name: data, mountPath: /data/db }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: mongo } }]
`;
const claim = (spec: string) => `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mongo
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: fast
${spec}`;
const unmarked = (text: string) => text.replaceAll(/[⟦⟧]/gu, '');

describeRule(requestMissing, {
  fires: [
    {
      name: 'no resources at all',
      text: pod,
      files: { 'claim.yaml': claim('').replace('spec:', '⟦spec⟧:') },
      message: /the API server refuses it/,
      severity: 'error',
      fixed: { text: pod, files: { 'claim.yaml': claim('  resources:\n    requests:\n      storage: 10Gi\n') } },
    },
    {
      name: 'a limit is not a request',
      text: pod,
      files: { 'claim.yaml': claim('  ⟦resources⟧:\n    limits: { storage: 50Gi }\n') },
      fixed: {
        text: pod,
        files: {
          'claim.yaml': claim('  resources:\n    limits: { storage: 50Gi }\n    requests:\n      storage: 10Gi\n'),
        },
      },
    },
    {
      name: 'a request for something else',
      text: `${pod}---\n${claim('  resources:\n    ⟦requests⟧:\n      cpu: 1\n')}`,
      fixed: {
        text: unmarked(`${pod}---\n${claim('  resources:\n    requests:\n      cpu: 1\n      storage: 10Gi\n')}`),
      },
    },
    {
      name: 'a claim template for the logs of a database',
      text: `apiVersion: apps/v1
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
          image: mysql:8.4
          volumeMounts:
            - { name: data, mountPath: /var/lib/mysql }
            - { name: logs, mountPath: /var/log/mysql }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 5Gi } }
    - metadata: { name: logs }
      ⟦spec⟧:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
`,
      message: /claim template 'logs'/,
    },
  ],
  silent: [
    { name: 'a request', text: `${pod}---\n${claim('  resources: { requests: { storage: 5Gi } }\n')}` },
    {
      name: 'a request that a template writes',
      text: `${pod}---\n${claim('  resources:\n    {{- toYaml .Values.resources | nindent 4 }}\n')}`,
    },
    { name: 'the claim of something else', text: `${pod}---\n${claim('').replace('name: mongo', 'name: media')}` },
    { name: 'a claim out of sight', text: pod },
  ],
});
