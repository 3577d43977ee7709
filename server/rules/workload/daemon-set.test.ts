import { describeRule } from '../../../test/support/rule-cases.ts';
import { daemonSet } from './daemon-set.ts';

describeRule(daemonSet, {
  fires: [
    {
      name: 'on every node',
      text: `apiVersion: apps/v1
kind: ⟦DaemonSet⟧
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: cassandra:4.1
          volumeMounts:
            - name: data
              mountPath: /var/lib/cassandra
      volumes:
        - name: data
          hostPath:
            path: /srv/cassandra
`,
      message: /every node that fits/,
      severity: 'warning',
    },
    {
      name: 'on chosen nodes, but without a local volume',
      text: `apiVersion: apps/v1
kind: ⟦DaemonSet⟧
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      nodeSelector:
        role: search
      containers:
        - name: db
          image: elasticsearch:8.15.0
`,
      severity: 'warning',
    },
    {
      name: 'on chosen nodes and a local volume it is information',
      text: `apiVersion: apps/v1
kind: ⟦DaemonSet⟧
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      nodeSelector:
        disk: nvme
      containers:
        - name: db
          image: mongo:7.0
          volumeMounts:
            - name: data
              mountPath: /data/db
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: db-data
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: db-data
spec:
  storageClassName: local
  volumeName: disk-1
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 10Gi
---
apiVersion: v1
kind: PersistentVolume
metadata:
  name: disk-1
spec:
  storageClassName: local
  capacity:
    storage: 10Gi
  accessModes: [ReadWriteOnce]
  local:
    path: /mnt/disk
`,
      message: /ties each MongoDB member/,
      severity: 'info',
    },
  ],
  silent: [
    {
      name: 'a StatefulSet',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: cassandra:4.1
`,
    },
    {
      name: 'a cache on every node',
      text: `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: redis:7.2
          args: [--save, '', --appendonly, 'no']
`,
    },
    {
      name: 'an exporter on every node',
      text: `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: oliver006/redis_exporter:v1.62.0
`,
    },
    {
      name: 'data that is meant to be thrown away',
      text: `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: db
  annotations:
    plinth.dev/ephemeral: a fixture of the load test
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
    },
  ],
});
