import { describeRule } from '../../../test/support/rule-cases.ts';
import { aggressiveLiveness } from './aggressive-liveness.ts';

describeRule(aggressiveLiveness, {
  fires: [
    {
      name: 'Redis asked every three seconds, with one second for the answer',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      containers:
        - name: redis
          image: redis:7.4
          livenessProbe:
            exec:
              command: [sh, -c, 'redis-cli ping']
            periodSeconds: ⟦3⟧ # quick
`,
      message: /gives up after 9 s, and its command may take only 1 s \(the default\)/u,
      fixed: {
        title: /^Give the liveness probe more patience$/u,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  template:
    spec:
      containers:
        - name: redis
          image: redis:7.4
          livenessProbe:
            exec:
              command: [sh, -c, 'redis-cli ping']
            periodSeconds: 30 # quick
            timeoutSeconds: 5
            failureThreshold: 6
`,
      },
    },
    {
      name: 'an exec probe with the default timeout: nothing but the probe shows it',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: pg
          image: postgres:16.4
          ⟦livenessProbe⟧:
            exec:
              command:
                - pg_isready
            initialDelaySeconds: 60
`,
      message: /may take only 1 s \(the default\)/u,
      fixed: {
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: pg
          image: postgres:16.4
          livenessProbe:
            exec:
              command:
                - pg_isready
            initialDelaySeconds: 60
            timeoutSeconds: 10
`,
      },
    },
    {
      name: 'one second written out',
      text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  template:
    spec:
      containers:
        - { name: db, image: 'mariadb:11.4', livenessProbe: { exec: { command: [healthcheck.sh, --connect] }, timeoutSeconds: ⟦1⟧ } }
`,
      message: /may take only 1 s\./u,
    },
    {
      name: 'one failure is enough, over TCP; a timeout over the period is the same haste',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  template:
    spec:
      containers:
        - name: mongo
          image: mongo:7.0
          livenessProbe:
            tcpSocket: { port: 27017 }
            timeoutSeconds: 15
            failureThreshold: ⟦1⟧
`,
      message: /gives up after 10 s/u,
      fixed: {
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  template:
    spec:
      containers:
        - name: mongo
          image: mongo:7.0
          livenessProbe:
            tcpSocket: { port: 27017 }
            periodSeconds: 30
            timeoutSeconds: 15
            failureThreshold: 6
`,
      },
    },
  ],
  silent: [
    {
      name: 'half a minute, over TCP, with the default timeout',
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
          livenessProbe:
            tcpSocket: { port: 3306 }
`,
    },
    {
      name: 'an exec probe with five seconds',
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
          livenessProbe:
            exec: { command: [mysqladmin, ping] }
            periodSeconds: 5
            timeoutSeconds: 5
            failureThreshold: 6
`,
    },
    {
      name: 'a hasty readiness probe only costs traffic',
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
            exec: { command: [mysqladmin, ping] }
            periodSeconds: 2
`,
    },
    {
      name: 'the period comes from a template',
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
          livenessProbe:
            tcpSocket: { port: 3306 }
            periodSeconds: {{ .Values.period }}
`,
    },
  ],
});
