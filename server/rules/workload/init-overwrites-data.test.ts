import { describeRule } from '../../../test/support/rule-cases.ts';
import { initOverwritesData } from './init-overwrites-data.ts';

describeRule(initOverwritesData, {
  fires: [
    {
      name: 'rm in a one-line script',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: busybox:1.36
          command: [sh, -c, ⟦rm⟧ -rf /var/lib/mysql/*]
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
      containers:
        - name: db
          image: mysql:8.4
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
      message: /empties the MySQL database/,
      severity: 'error',
    },
    {
      name: 'rm without a shell, where the volume is mounted elsewhere',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: busybox:1.36
          command: [⟦rm⟧, -rf, /data]
          volumeMounts: [{ name: data, mountPath: /data }]
      containers:
        - name: db
          image: mysql:8.4
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
      message: /everything in \/data/,
    },
    {
      name: 'after preparations, in a directory by variable',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: busybox:1.36
          command: 
            - sh
            - -c
            - |
              set -e
              mkdir -p $DIR && chown 999 $DIR
              cd /tmp; ⟦rm⟧ -Rf "$DIR"/*
              echo clean
          env:
            - name: DIR
              value: /var/lib/postgresql/data/pgdata
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
      containers:
        - name: db
          image: postgres:16.4
          env: [{ name: PGDATA, value: /var/lib/postgresql/data/pgdata }]
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
      severity: 'error',
    },
    {
      name: 'find that deletes all',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: busybox:1.36
          command: [sh, -c, ⟦find⟧ /var/lib/mysql -mindepth 1 -delete]
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
      containers:
        - name: db
          image: mysql:8.4
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
    },
    {
      name: 'initdb without a guard',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: postgres:16.4
          command: 
            - sh
            - -c
            - |
              ⟦initdb⟧ -D /var/lib/postgresql/data/pgdata -U postgres
              echo "host all all all scram-sha-256" >> /var/lib/postgresql/data/pgdata/pg_hba.conf
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
      containers:
        - name: db
          image: postgres:16.4
          env: [{ name: PGDATA, value: /var/lib/postgresql/data/pgdata }]
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
      message: /from the second start on/,
      severity: 'error',
    },
    {
      name: 'thrown away and copied anew at each start: a warning',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: postgres:16.4
          command: 
            - sh
            - -c
            - |
              ⟦rm⟧ -rf /var/lib/postgresql/data/pgdata
              pg_basebackup -h primary -U replicator -D /var/lib/postgresql/data/pgdata -R
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
      containers:
        - name: db
          image: postgres:16.4
          env: [{ name: PGDATA, value: /var/lib/postgresql/data/pgdata }]
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
      message: /copies it anew/,
      severity: 'warning',
    },
  ],
  silent: [
    {
      name: 'lost+found only',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: busybox:1.36
          command: [sh, -c, rm -rf /var/lib/mysql/lost+found]
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
      containers:
        - name: db
          image: mysql:8.4
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
    },
    {
      name: 'guarded by a test',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: postgres:16.4
          command: 
            - sh
            - -c
            - |
              [ -s /var/lib/postgresql/data/pgdata/PG_VERSION ] || initdb -D /var/lib/postgresql/data/pgdata
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
      containers:
        - name: db
          image: postgres:16.4
          env: [{ name: PGDATA, value: /var/lib/postgresql/data/pgdata }]
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
    },
    {
      name: 'inside if',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: busybox:1.36
          command: 
            - sh
            - -c
            - |
              if [ ! -f /var/lib/mysql/ibdata1 ]; then
                rm -rf /var/lib/mysql/*
              fi
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
      containers:
        - name: db
          image: mysql:8.4
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
    },
    {
      name: 'after an early exit',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: postgres:16.4
          command: 
            - sh
            - -c
            - |
              [ -s /var/lib/postgresql/data/pgdata/PG_VERSION ] && exit 0
              rm -rf /var/lib/postgresql/data/pgdata
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
      containers:
        - name: db
          image: postgres:16.4
          env: [{ name: PGDATA, value: /var/lib/postgresql/data/pgdata }]
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
    },
    {
      name: 'an emptyDir ends with the pod',
      text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: busybox:1.36
          command: [sh, -c, rm -rf /var/lib/mysql/*]
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
      containers:
        - name: db
          image: mysql:8.4
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
      volumes:
        - name: data
          emptyDir: {}
`,
    },
    {
      name: 'old dumps only',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: busybox:1.36
          command: [sh, -c, find /var/lib/mysql -name "*.dump" -mtime +7 -delete]
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
      containers:
        - name: db
          image: mysql:8.4
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
    },
    {
      name: 'another directory of the same volume',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: busybox:1.36
          command: [sh, -c, rm -rf /staging/tmp/*]
          volumeMounts: [{ name: data, mountPath: /staging }]
      containers:
        - name: db
          image: postgres:16.4
          env: [{ name: PGDATA, value: /var/lib/postgresql/data/pgdata }]
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
    },
    {
      name: 'in a function or a comment',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: prepare
          image: busybox:1.36
          command: 
            - sh
            - -c
            - |
              reset() { rm -rf /var/lib/mysql/*; }
              # rm -rf /var/lib/mysql/*
              echo "rm -rf /var/lib/mysql/*"
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
      containers:
        - name: db
          image: mysql:8.4
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 10Gi } }
`,
    },
  ],
});
