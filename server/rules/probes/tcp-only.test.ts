import { describeRule } from '../../../test/support/rule-cases.ts';
import { tcpOnly } from './tcp-only.ts';

describeRule(tcpOnly, {
  fires: [
    {
      name: 'PostgreSQL by its named port',
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
          ports: [{ name: pg, containerPort: 5432 }]
          readinessProbe:
            # is the port open?
            ⟦tcpSocket⟧:
              port: pg
            periodSeconds: 7
`,
      severity: 'info',
      message: /only opens a socket/u,
      fixed: {
        title: /^Use PostgreSQL's own check \(pg_isready\)$/u,
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
          ports: [{ name: pg, containerPort: 5432 }]
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
            periodSeconds: 7
            timeoutSeconds: 5
`,
      },
    },
    {
      name: 'Redis, in a Pod',
      text: `apiVersion: v1
kind: Pod
metadata: { name: redis }
spec:
  containers:
    - name: redis
      image: redis:7.4
      readinessProbe: { ⟦tcpSocket⟧: { port: 6379 } }
`,
    },
    {
      name: 'nc -z in a shell',
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
            ⟦exec⟧:
              command: [sh, -c, 'nc -z 127.0.0.1 3306 || exit 1']
            timeoutSeconds: 5
`,
      fixed: {
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
            exec:
              command:
                - mysqladmin
                - ping
                - -h
                - 127.0.0.1
                - -P
                - '3306'
            timeoutSeconds: 5
`,
      },
    },
    {
      name: 'the shell opens the port itself',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: mongo
          image: mongo:7.0
          readinessProbe:
            ⟦exec⟧: { command: [bash, -c, '</dev/tcp/127.0.0.1/27017'] }
`,
    },
  ],
  silent: [
    {
      name: 'a TCP liveness probe beside a real readiness probe',
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
          livenessProbe: { tcpSocket: { port: 5432 } }
          readinessProbe: { exec: { command: [pg_isready] } }
`,
    },
    {
      name: 'a real question after the port check',
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
            exec: { command: [sh, -c, 'nc -z 127.0.0.1 3306 && mysqladmin ping'] }
`,
    },
    {
      name: 'a script of the image',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cassandra
spec:
  template:
    spec:
      containers:
        - name: cassandra
          image: cassandra:4.1
          readinessProbe: { exec: { command: [/bin/bash, -c, /ready-probe.sh] } }
`,
    },
    {
      name: 'TCP readiness of an exporter',
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
        - name: metrics
          image: prometheuscommunity/postgres-exporter:v0.15.0
          readinessProbe: { tcpSocket: { port: 9187 } }
`,
    },
  ],
});
