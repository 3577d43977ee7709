import { describeRule } from '../../../test/support/rule-cases.ts';
import { notStatefulSet } from './not-stateful-set.ts';

describeRule(notStatefulSet, {
  fires: [
    {
      name: 'a Deployment whose claim stays, with its comments',
      text: `# The shop's database
apiVersion: apps/v1
kind: ⟦Deployment⟧ # for now
metadata:
  name: db
  namespace: shop
spec:
  # one is enough
  replicas: 1
  strategy:
    type: Recreate
  progressDeadlineSeconds: 300
  selector:
    matchLabels: {app: db}
  template:
    metadata:
      labels: {app: db}
    spec:
      containers:
      - name: db
        image: "postgres:16.4" # keep in step with the standby
        env:
        - {name: PGDATA, value: /var/lib/postgresql/data/pgdata}
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
      volumes:
      - name: data
        persistentVolumeClaim:
          claimName: db-data # do not delete
`,
      message: /Deployment 'db' treats PostgreSQL/,
      severity: 'warning',
      fixed: {
        title: /Convert/,
        text: `# The shop's database
apiVersion: apps/v1
kind: StatefulSet # for now
metadata:
  name: db
  namespace: shop
spec:
  # one is enough
  replicas: 1
  serviceName: db-headless
  selector:
    matchLabels: {app: db}
  template:
    metadata:
      labels: {app: db}
    spec:
      containers:
      - name: db
        image: "postgres:16.4" # keep in step with the standby
        env:
        - {name: PGDATA, value: /var/lib/postgresql/data/pgdata}
        volumeMounts:
        - name: data
          mountPath: /var/lib/postgresql/data
      volumes:
      - name: data
        persistentVolumeClaim:
          claimName: db-data # do not delete
---
apiVersion: v1
kind: Service
metadata:
  name: db-headless
  namespace: shop
  labels:
    app: db
spec:
  clusterIP: None
  selector:
    app: db
  ports:
  - name: postgresql
    port: 5432
    targetPort: 5432
`,
      },
    },
    {
      name: 'an emptyDir becomes a claim template, and clients keep their Service',
      text: `apiVersion: v1
kind: Service
metadata: { name: mongo }
spec:
  selector: { app: db }
  ports:
    - port: 27017
---
apiVersion: apps/v1
kind: ⟦Deployment⟧
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
          image: mongo:7.0
          volumeMounts: [{ name: data, mountPath: /data/db }]
      volumes:
        - name: data
          emptyDir: {}
`,
      fixed: {
        title: /Convert/,
        text: `apiVersion: v1
kind: Service
metadata: { name: mongo }
spec:
  selector: { app: db }
  ports:
    - port: 27017
---
apiVersion: apps/v1
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
          image: mongo:7.0
          volumeMounts: [{ name: data, mountPath: /data/db }]
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
  name: db
  labels:
    app: db
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - name: mongodb
      port: 27017
      targetPort: 27017
`,
        others: ['storage/missing-class'],
      },
    },
    {
      name: 'several replicas are an error',
      text: `apiVersion: apps/v1
kind: ⟦Deployment⟧
metadata: { name: db }
spec:
  replicas: 3
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: redis:7.2
`,
      message: /runs 3 Redis servers/,
      severity: 'error',
    },
    {
      name: 'a bare Pod',
      text: `apiVersion: v1
kind: ⟦Pod⟧
metadata:
  name: db
  labels: { app: db }
spec:
  # the small nodes
  nodeSelector:
    size: small
  containers:
    - name: db
      image: mysql:8.4
      args:
        - |
          --max-connections=200
      volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
  volumes:
    - name: data
      persistentVolumeClaim: { claimName: mysql-data }
`,
      message: /bare Pod 'db'/,
      fixed: {
        title: /Convert/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  labels: { app: db }
spec:
  serviceName: db-headless
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      # the small nodes
      nodeSelector:
        size: small
      containers:
        - name: db
          image: mysql:8.4
          args:
            - |
              --max-connections=200
          volumeMounts: [{ name: data, mountPath: /var/lib/mysql }]
      volumes:
        - name: data
          persistentVolumeClaim: { claimName: mysql-data }
---
apiVersion: v1
kind: Service
metadata:
  name: db-headless
  labels:
    app: db
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - name: mysql
      port: 3306
      targetPort: 3306
`,
      },
    },
    {
      name: 'a ReplicationController and a headless Service that is there',
      text: `apiVersion: v1
kind: ⟦ReplicationController⟧
metadata: { name: search }
spec:
  selector:
    app: search
  template:
    metadata: { labels: { app: search } }
    spec:
      containers:
        - name: search
          image: elasticsearch:8.15.0
          volumeMounts: [{ name: data, mountPath: /usr/share/elasticsearch/data }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: search-data } }]
---
apiVersion: v1
kind: Service
metadata: { name: search }
spec:
  clusterIP: None
  selector: { app: search }
  ports:
    - port: 9300
`,
      fixed: {
        title: /Convert to a StatefulSet \(only/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: search }
spec:
  serviceName: search
  selector:
    matchLabels:
      app: search
  template:
    metadata: { labels: { app: search } }
    spec:
      containers:
        - name: search
          image: elasticsearch:8.15.0
          volumeMounts: [{ name: data, mountPath: /usr/share/elasticsearch/data }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: search-data } }]
---
apiVersion: v1
kind: Service
metadata: { name: search }
spec:
  clusterIP: None
  selector: { app: search }
  ports:
    - port: 9300
`,
      },
    },
    {
      name: 'an old ReplicaSet in a List: the Service joins the List',
      text: `apiVersion: v1
kind: List
items:
  - apiVersion: extensions/v1beta1
    kind: ⟦ReplicaSet⟧
    metadata:
      name: cache
    spec:
      template:
        metadata: { labels: { app: cache } }
        spec:
          containers:
            - name: cache
              image: valkey/valkey:8.0
              volumeMounts: [{ name: data, mountPath: /data }]
          volumes: [{ name: data, persistentVolumeClaim: { claimName: cache-data } }]
`,
      fixed: {
        title: /Convert/,
        text: `apiVersion: v1
kind: List
items:
  - apiVersion: apps/v1
    kind: StatefulSet
    metadata:
      name: cache
    spec:
      serviceName: cache-headless
      selector:
        matchLabels:
          app: cache
      template:
        metadata: { labels: { app: cache } }
        spec:
          containers:
            - name: cache
              image: valkey/valkey:8.0
              volumeMounts: [{ name: data, mountPath: /data }]
          volumes: [{ name: data, persistentVolumeClaim: { claimName: cache-data } }]
  - apiVersion: v1
    kind: Service
    metadata:
      name: cache-headless
      labels:
        app: cache
    spec:
      clusterIP: None
      selector:
        app: cache
      ports:
        - name: valkey
          port: 6379
          targetPort: 6379
`,
      },
    },
  ],
  silent: [
    {
      name: 'a pod that an operator replaces',
      text: `apiVersion: v1
kind: Pod
metadata:
  name: db-1
  ownerReferences: [{ apiVersion: postgresql.cnpg.io/v1, kind: Cluster, name: db, controller: true, uid: x }]
spec: { containers: [{ name: postgres, image: 'postgres:16' }] }
`,
    },
    {
      name: 'a StatefulSet',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'a cache',
      text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: redis:7.2
          args: [--save, '', --appendonly, 'no']
`,
    },
    {
      name: 'data that is meant to be thrown away',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
  annotations:
    plinth.dev/ephemeral: fixtures for the browser tests
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'a pooler',
      text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: edoburu/pgbouncer:v1.23.1-p2
`,
    },
    {
      name: 'a client that waits in a pod',
      text: `apiVersion: v1
kind: Pod
metadata: { name: client }
spec:
  containers:
    - name: client
      image: mysql:8.4
      command: [mysql, -h, db]
`,
    },
    {
      name: 'a patch of a Deployment',
      text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
      files: {
        'kustomization.yaml': `resources: [base.yaml]
patches:
  - path: main.yaml
`,
        'base.yaml': `apiVersion: apps/v1
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
          image: postgres:16.4
`,
      },
    },
  ],
});
