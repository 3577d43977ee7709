import { describeRule } from '../../../test/support/rule-cases.ts';
import { ephemeralData } from './ephemeral-data.ts';

const claim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: backups
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: fast
  resources: { requests: { storage: 20Gi } }
`;

describeRule(ephemeralData, {
  fires: [
    {
      name: 'an emptyDir under the data directory of a StatefulSet becomes a claim template',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: accounts
spec:
  serviceName: accounts
  selector:
    matchLabels: { app: accounts }
  template:
    metadata:
      labels: { app: accounts }
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          volumeMounts:
            - name: data # the rows
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          ⟦emptyDir⟧: {}
`,
      message: /emptyDir volume 'data'/,
      severity: 'error',
      fixed: {
        title: /claim template 'data'/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: accounts
spec:
  serviceName: accounts
  selector:
    matchLabels: { app: accounts }
  template:
    metadata:
      labels: { app: accounts }
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          env:
            - name: PGDATA
              value: /var/lib/postgresql/data/pgdata
          volumeMounts:
            - name: data # the rows
              mountPath: /var/lib/postgresql/data
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
`,
      },
    },
    {
      name: 'a Deployment without any volume gets a claim of its own and stops rolling',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: mongo
  namespace: shop
  labels:
    app: mongo
spec:
  selector:
    matchLabels:
      app: mongo
  template:
    metadata:
      labels:
        app: mongo
    spec:
      containers:
        - name: ⟦mongod⟧
          image: mongo:8.0
`,
      message: /Nothing is mounted at \/data\/db/,
      fixed: {
        text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: mongo
  namespace: shop
  labels:
    app: mongo
spec:
  selector:
    matchLabels:
      app: mongo
  strategy:
    type: Recreate
  template:
    metadata:
      labels:
        app: mongo
    spec:
      containers:
        - name: mongod
          image: mongo:8.0
          volumeMounts:
            - name: data
              mountPath: /data/db
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: mongo-data
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mongo-data
  namespace: shop
  labels:
    app: mongo
spec:
  accessModes:
    - ReadWriteOnce
  storageClassName: storage-class
  resources:
    requests:
      storage: 10Gi
`,
      },
    },
    {
      name: 'a claim for backups does not save the data of a bitnami image, in flow style',
      text: `apiVersion: v1
kind: Pod
metadata: { name: mysql }
spec:
  containers:
    - { name: ⟦mysql⟧, image: "docker.io/bitnami/mysql:8.4.3", volumeMounts: [{ name: backups, mountPath: /backups }] }
  volumes: [{ name: backups, persistentVolumeClaim: { claimName: backups } }]
---
${claim}`,
      message: /MySQL writes into the container's own layer/,
    },
    {
      name: 'a memory-backed emptyDir of a member says that its own copy is lost',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cassandra
spec:
  serviceName: cassandra
  replicas: 3
  selector:
    matchLabels: { app: cassandra }
  template:
    metadata:
      labels: { app: cassandra }
    spec:
      containers:
        - name: cassandra
          image: cassandra:5.0
          env:
            - { name: CASSANDRA_SEEDS, value: cassandra-0.cassandra }
          volumeMounts:
            - { name: data, mountPath: /var/lib/cassandra }
      volumes:
        - name: data
          ⟦emptyDir⟧:
            medium: Memory
`,
      message: /\(in memory\): this member's data is gone/,
    },
    {
      name: 'a generic ephemeral volume keeps its size and class in the claim template',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders
spec:
  serviceName: orders
  selector:
    matchLabels: { app: orders }
  template:
    metadata:
      labels: { app: orders }
    spec:
      containers:
        - name: mariadb
          image: mariadb:11.4
          volumeMounts:
            - name: scratch
              mountPath: /var/lib/mysql
      volumes:
        - name: conf
          configMap: { name: orders-conf }
        - name: scratch
          ⟦ephemeral⟧:
            volumeClaimTemplate:
              spec:
                accessModes: [ReadWriteOnce]
                storageClassName: fast
                resources: { requests: { storage: 40Gi } }
`,
      message: /deleted together with the pod/,
      fixed: {
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders
spec:
  serviceName: orders
  selector:
    matchLabels: { app: orders }
  template:
    metadata:
      labels: { app: orders }
    spec:
      containers:
        - name: mariadb
          image: mariadb:11.4
          volumeMounts:
            - name: scratch
              mountPath: /var/lib/mysql
      volumes:
        - name: conf
          configMap: { name: orders-conf }
  volumeClaimTemplates:
    - metadata:
        name: scratch
      spec:
        accessModes:
          - ReadWriteOnce
        storageClassName: fast
        resources:
          requests:
            storage: 40Gi
`,
      },
    },
    {
      name: 'an emptyDir above the volume of the image moves to it',
      text: `apiVersion: apps/v1
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
          volumeMounts: [{ name: data, mountPath: /data }]
      volumes: [{ name: data, ⟦emptyDir⟧: {} }]
`,
      fixed: {
        text: `apiVersion: apps/v1
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
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        storageClassName: storage-class
        resources:
          requests:
            storage: 10Gi
`,
      },
    },
    {
      name: 'a ConfigMap over the data directory cannot be written to',
      text: `apiVersion: v1
kind: Pod
metadata:
  name: redis
spec:
  containers:
    - name: redis
      image: redis:7.4
      args: [--appendonly, "yes"]
      volumeMounts:
        - name: seed
          mountPath: /data
  volumes:
    - name: seed
      ⟦configMap⟧:
        name: seed
`,
      message: /ConfigMap volume 'seed': the server cannot write there/,
    },
  ],
  silent: [
    {
      name: 'a cache: persistence is switched off',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: sessions
spec:
  selector:
    matchLabels: { app: sessions }
  template:
    metadata:
      labels: { app: sessions }
    spec:
      containers:
        - name: redis
          image: redis:7.4
          args: ["--save", "", "--appendonly", "no"]
`,
    },
    {
      name: 'a test fixture that says so',
      text: `apiVersion: v1
kind: Pod
metadata:
  name: fixture
  annotations:
    plinth.dev/ephemeral: "integration tests fill it anew"
spec:
  containers:
    - name: postgres
      image: postgres:17
`,
    },
    {
      name: 'a template may mount something',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ .Release.Name }}-db
spec:
  serviceName: db
  template:
    spec:
      containers:
        - name: postgres
          image: postgres:17
          volumeMounts:
            {{- toYaml .Values.mounts | nindent 12 }}
`,
    },
    {
      name: 'an emptyDir for the socket beside a claim for the data',
      text: `apiVersion: v1
kind: Pod
metadata:
  name: mysql
spec:
  containers:
    - name: mysql
      image: mysql:8.4
      volumeMounts:
        - { name: run, mountPath: /var/run/mysqld }
        - { name: data, mountPath: /var/lib/mysql }
  volumes:
    - name: run
      emptyDir: {}
    - name: data
      persistentVolumeClaim: { claimName: mysql }
`,
    },
    {
      name: 'a kustomize patch that says nothing about volumes',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: postgres
          image: postgres:17
`,
      files: {
        'kustomization.yaml': `resources:
  - ../base
patches:
  - path: main.yaml
`,
      },
    },
  ],
});
