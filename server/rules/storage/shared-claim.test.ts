import { describeRule } from '../../../test/support/rule-cases.ts';
import { sharedClaim } from './shared-claim.ts';

const workload = (kind: string, name: string, spec: string, claim: string, mount = '') => `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
spec:
${spec}  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          env:
            - name: POD_NAME
              valueFrom: { fieldRef: { fieldPath: metadata.name } }
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
${mount}      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: ${claim}
`;
const claim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: fast
  resources: { requests: { storage: 15Gi } }
`;
const three = '  serviceName: mysql\n  replicas: 3\n';

describeRule(sharedClaim, {
  fires: [
    {
      name: 'a StatefulSet of three on one claim; the template takes size and class from it',
      text: `${workload('StatefulSet', 'mysql', three, '⟦mysql⟧')}---\n${claim}`,
      message: /3 pods of StatefulSet 'mysql'/,
      severity: 'error',
      fixed: {
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  replicas: 3
  selector:
    matchLabels: { app: mysql }
  template:
    metadata:
      labels: { app: mysql }
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          env:
            - name: POD_NAME
              valueFrom: { fieldRef: { fieldPath: metadata.name } }
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        storageClassName: fast
        resources:
          requests:
            storage: 15Gi
---
${claim}`,
        // Databases of their own now, and nothing joins them: said plainly.
        others: ['workload/replicas-without-replication'],
      },
    },
    {
      name: 'a Deployment of two',
      text: workload('Deployment', 'mysql', '  replicas: 2\n', '⟦mysql⟧'),
      message: /2 pods of Deployment 'mysql'/,
      fixed: {
        title: /Convert to a StatefulSet/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  replicas: 2
  serviceName: mysql-headless
  selector:
    matchLabels: { app: mysql }
  template:
    metadata:
      labels: { app: mysql }
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          env:
            - name: POD_NAME
              valueFrom: { fieldRef: { fieldPath: metadata.name } }
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        storageClassName: storage-class
        resources:
          requests:
            storage: 10Gi
---
apiVersion: v1
kind: Service
metadata:
  name: mysql-headless
  labels:
    app: mysql
spec:
  clusterIP: None
  selector:
    app: mysql
  ports:
    - name: mysql
      port: 3306
      targetPort: 3306
`,
        others: ['workload/replicas-without-replication'],
      },
    },
    {
      name: 'a DaemonSet',
      text: workload('DaemonSet', 'mysql', '', '⟦mysql⟧'),
      message: /One pod a node/,
    },
    {
      name: 'two workloads on one claim',
      text: `${workload('Deployment', 'blue', '', '⟦mysql⟧')}---\n${workload('Deployment', 'green', '', '⟦mysql⟧')}`,
      message: /on the same directory of claim 'mysql'/,
    },
  ],
  silent: [
    { name: 'one pod', text: workload('Deployment', 'mysql', '  replicas: 1\n', 'mysql') },
    {
      name: 'a directory for each pod',
      text: workload('StatefulSet', 'mysql', three, 'mysql', '              subPathExpr: $(POD_NAME)\n'),
    },
    {
      name: 'two workloads in different directories of one claim',
      text: `${workload('Deployment', 'blue', '', 'mysql', '              subPath: blue\n')}---
${workload('Deployment', 'green', '', 'mysql', '              subPath: green\n')}`,
    },
    {
      name: 'replicas that a template decides',
      text: workload('StatefulSet', 'mysql', '  serviceName: mysql\n  replicas: {{ .Values.replicas }}\n', 'mysql'),
    },
    {
      name: 'two variants of one workload in folders apart',
      text: workload('Deployment', 'mysql', '', 'mysql'),
      files: { 'other/main.yaml': workload('Deployment', 'wordpress-mysql', '', 'mysql') },
    },
    {
      name: 'a backup job that mounts the data as well',
      text: `${workload('Deployment', 'mysql', '', 'mysql')}---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: dump
              image: mysql:8.4
              command: [sh, -c, "mysqldump --all-databases -h mysql > /backup/all.sql"]
              volumeMounts: [{ name: data, mountPath: /backup }]
          volumes: [{ name: data, persistentVolumeClaim: { claimName: mysql } }]
`,
    },
  ],
});
