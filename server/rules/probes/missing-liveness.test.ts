import { describeRule } from '../../../test/support/rule-cases.ts';
import { missingLiveness } from './missing-liveness.ts';

describeRule(missingLiveness, {
  fires: [
    {
      name: 'PostgreSQL with readiness alone: liveness comes with a startup probe',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: ⟦postgres⟧
          image: postgres:16.4
          readinessProbe:
            exec:
              command: [pg_isready]
            timeoutSeconds: 5
`,
      severity: 'info',
      message: /hangs without ending/u,
      fixed: {
        title: /^Add a liveness and a startup probe \(pg_isready\) \(only if every start answers within 10 minutes\)$/u,
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
          startupProbe:
            exec:
              command:
                - sh
                - -c
                - (pg_isready -h 127.0.0.1 -p 5432 -U postgres; [ $? -lt 2 ]); exit $?
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 60
          readinessProbe:
            exec:
              command: [pg_isready]
            timeoutSeconds: 5
          livenessProbe:
            exec:
              command:
                - sh
                - -c
                - (pg_isready -h 127.0.0.1 -p 5432 -U postgres; [ $? -lt 2 ]); exit $?
            periodSeconds: 30
            timeoutSeconds: 10
            failureThreshold: 6
`,
      },
    },
    {
      name: 'MongoDB with a startup probe that is there already',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  template:
    spec:
      containers:
      - name: ⟦mongod⟧
        image: mongo:7.0
        startupProbe:
          tcpSocket: { port: 27017 }
          failureThreshold: 60
        livenessProbe: null
`,
      fixed: {
        title: /^Add a liveness probe \(mongosh\) \(only if every start answers within 10 minutes\)$/u,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  template:
    spec:
      containers:
      - name: mongod
        image: mongo:7.0
        startupProbe:
          tcpSocket: { port: 27017 }
          failureThreshold: 60
        livenessProbe:
          exec:
            command:
            - mongosh
            - --quiet
            - --port
            - "27017"
            - --eval
            - "quit(db.adminCommand({ ping: 1 }).ok ? 0 : 1)"
          periodSeconds: 30
          timeoutSeconds: 10
          failureThreshold: 6
`,
      },
    },
    {
      name: 'Elasticsearch in a List',
      text: `apiVersion: v1
kind: List
items:
  - apiVersion: apps/v1
    kind: StatefulSet
    metadata: { name: search }
    spec:
      template:
        spec:
          containers:
            - name: ⟦es⟧
              image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
`,
    },
  ],
  silent: [
    {
      name: 'a liveness probe of any kind',
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
          livenessProbe:
            tcpSocket: { port: 5432 }
`,
    },
    {
      name: 'a backup job',
      text: `apiVersion: batch/v1
kind: CronJob
metadata:
  name: dump
spec:
  schedule: '0 3 * * *'
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: dump
              image: postgres:16.4
              command: [bash, -c, 'pg_dumpall -h db > /backup/all.sql']
`,
    },
    {
      name: 'a pooler',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: pooler
spec:
  template:
    spec:
      containers:
        - name: pgbouncer
          image: edoburu/pgbouncer:v1.23.1-p2
`,
    },
    {
      name: 'an init container',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  template:
    spec:
      initContainers:
        - name: wait
          image: postgres:16.4
          command: [sh, -c, 'until pg_isready -h db; do sleep 1; done']
      containers:
        - name: app
          image: example.org/app:1.0
`,
    },
  ],
});
