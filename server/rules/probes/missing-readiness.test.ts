import { describeRule } from '../../../test/support/rule-cases.ts';
import { missingReadiness } from './missing-readiness.ts';

describeRule(missingReadiness, {
  fires: [
    {
      name: 'PostgreSQL in a StatefulSet',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: ⟦postgres⟧ # the server
          image: postgres:16.4
          ports:
            - containerPort: 5432
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
`,
      message: /PostgreSQL \(container 'postgres'\) has no readiness probe/u,
      severity: 'warning',
      fixed: {
        title: /^Add a readiness probe \(pg_isready\)$/u,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: postgres # the server
          image: postgres:16.4
          ports:
            - containerPort: 5432
          readinessProbe:
            exec:
              command:
                - pg_isready
                - -h
                - 127.0.0.1
                - -p
                - "5432"
                - -U
                - postgres
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 3
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
`,
      },
    },
    {
      name: 'Redis in flow style, and a probe that is there but empty',
      text: `apiVersion: v1
kind: ReplicationController
metadata: { name: queue }
spec:
  template:
    spec: { containers: [{ name: ⟦redis⟧, image: 'redis:7.4', readinessProbe: }] }
`,
      message: /Redis/u,
    },
    {
      name: 'a bare Pod: the fix is for a pod that does not exist yet',
      text: `apiVersion: v1
kind: Pod
metadata:
  name: db
spec:
  containers:
    - image: mariadb:11.4
      name: ⟦mariadb⟧
`,
      fixed: {
        title: /^Add a readiness probe \(healthcheck\.sh\) \(only before the pod is created\)$/u,
        text: `apiVersion: v1
kind: Pod
metadata:
  name: db
spec:
  containers:
    - image: mariadb:11.4
      name: mariadb
      readinessProbe:
        exec:
          command:
            - healthcheck.sh
            - --connect
            - --innodb_initialized
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 3
`,
      },
    },
    {
      name: 'members that look each other up: their Service must name those that are not ready',
      text: `apiVersion: v1
kind: Service
metadata: { name: mongo }
spec:
  clusterIP: None
  selector: { app: mongo }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: mongo }
spec:
  serviceName: mongo
  replicas: 3
  selector: { matchLabels: { app: mongo } }
  template:
    metadata: { labels: { app: mongo } }
    spec:
      containers:
        - name: ⟦mongod⟧
          image: mongo:7.0
          args: [mongod, --replSet, rs0]
`,
      fixed: {
        title: /, and let peers find members that are not ready \(clients of that Service get them too\)$/u,
        text: `apiVersion: v1
kind: Service
metadata: { name: mongo }
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector: { app: mongo }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: mongo }
spec:
  serviceName: mongo
  replicas: 3
  selector: { matchLabels: { app: mongo } }
  template:
    metadata: { labels: { app: mongo } }
    spec:
      containers:
        - name: mongod
          image: mongo:7.0
          args: [mongod, --replSet, rs0]
          readinessProbe:
            exec:
              command:
                - mongosh
                - --quiet
                - --port
                - "27017"
                - --eval
                - "var h = db.hello(); quit(h.isWritablePrimary || h.secondary || h.arbiterOnly || h.isreplicaset ? 0 : 1)"
            periodSeconds: 10
            timeoutSeconds: 10
            failureThreshold: 3
`,
      },
    },
    {
      name: 'two databases in one pod, one of them probed',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      containers:
        - name: db
          image: mysql:8.4
          readinessProbe:
            exec: { command: [mysqladmin, ping, -h, 127.0.0.1] }
        - name: ⟦sessions⟧
          image: valkey/valkey:8.1
`,
      message: /Valkey/u,
    },
  ],
  silent: [
    {
      name: 'another container of the pod has no probe',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          readinessProbe:
            exec: { command: [mysqladmin, ping, -h, 127.0.0.1] }
            timeoutSeconds: 5
        - name: metrics
          image: prom/mysqld-exporter:v0.15.1
`,
    },
    {
      name: 'a template gives the probes',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          {{- with .Values.probes }}
          {{- toYaml . | nindent 10 }}
          {{- end }}
`,
    },
    {
      name: 'a template is the probe',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          readinessProbe: {{ toYaml .Values.readinessProbe | nindent 12 }}
`,
    },
    {
      name: 'a kustomize patch: the base may hold it',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
`,
      files: { 'kustomization.yaml': 'resources: [../base]\npatches:\n  - path: main.yaml\n' },
    },
    {
      name: 'the server of a test job',
      text: `apiVersion: batch/v1
kind: Job
metadata:
  name: migration-test
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: postgres
          image: postgres:16.4
`,
    },
    {
      name: 'a client of the database',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shell
spec:
  template:
    spec:
      containers:
        - name: psql
          image: postgres:16.4
          command: [psql, -h, db, -c, 'select 1']
`,
    },
  ],
});
