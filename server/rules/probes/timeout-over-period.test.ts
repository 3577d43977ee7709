import { describeRule } from '../../../test/support/rule-cases.ts';
import { timeoutOverPeriod } from './timeout-over-period.ts';

describeRule(timeoutOverPeriod, {
  fires: [
    {
      name: 'ten seconds for an answer every five',
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
          readinessProbe:
            exec: { command: [mongosh, --eval, "db.adminCommand('ping')"] }
            periodSeconds: 5
            timeoutSeconds: ⟦10⟧
`,
      severity: 'info',
      message: /may take 10 s, but it is asked every 5 s/u,
      fixed: {
        title: /^Raise periodSeconds to 10$/u,
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
          readinessProbe:
            exec: { command: [mongosh, --eval, "db.adminCommand('ping')"] }
            periodSeconds: 10
            timeoutSeconds: 10
`,
      },
    },
    {
      name: 'over the default period, which is not written',
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
            exec:
              command: [pg_isready]
            timeoutSeconds: ⟦30⟧
            failureThreshold: 6
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
        - name: postgres
          image: postgres:16.4
          livenessProbe:
            exec:
              command: [pg_isready]
            periodSeconds: 30
            timeoutSeconds: 30
            failureThreshold: 6
`,
      },
    },
    {
      name: 'in two probes',
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
          startupProbe: { tcpSocket: { port: 3306 }, periodSeconds: 1, timeoutSeconds: ⟦2⟧, failureThreshold: 300 }
          readinessProbe: { tcpSocket: { port: 3306 }, periodSeconds: 1, timeoutSeconds: ⟦3⟧ }
`,
    },
  ],
  silent: [
    {
      name: 'as long as the period',
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
          readinessProbe: { tcpSocket: { port: 3306 }, periodSeconds: 5, timeoutSeconds: 5 }
`,
    },
    {
      name: 'a short period with the default timeout',
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
          readinessProbe: { tcpSocket: { port: 3306 }, periodSeconds: 1 }
`,
    },
    {
      name: 'an exporter beside it',
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
        - name: metrics
          image: prom/mysqld-exporter:v0.15.1
          readinessProbe: { tcpSocket: { port: 9104 }, periodSeconds: 1, timeoutSeconds: 5 }
`,
    },
    {
      name: 'the timeout comes from a template',
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
          readinessProbe: { tcpSocket: { port: 3306 }, periodSeconds: 1, timeoutSeconds: "{{ .Values.timeout }}" }
`,
    },
  ],
});
