import { describeRule } from '../../../test/support/rule-cases.ts';
import { missingStartup } from './missing-startup.ts';

describeRule(missingStartup, {
  fires: [
    {
      name: 'MySQL, killed 60 s after its start',
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
          ⟦livenessProbe⟧:
            tcpSocket:
              port: 3306
            initialDelaySeconds: 30
            periodSeconds: 10
`,
      message: /about 60 s after its start/u,
      severity: 'warning',
      fixed: {
        title: /^Add a startup probe with liveness's question \(TCP\)$/u,
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
          startupProbe:
            tcpSocket:
              port: 3306
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 60
          livenessProbe:
            tcpSocket:
              port: 3306
            initialDelaySeconds: 30
            periodSeconds: 10
`,
      },
    },
    {
      name: 'a MongoDB that nothing waits for',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: mongo
spec:
  template:
    spec:
      containers:
        - name: mongo
          image: mongo:6.0
          ⟦livenessProbe⟧:
            exec:
              command: [mongosh, --eval, "db.adminCommand('ping')"]
`,
      message: /about 30 s after its start/u,
    },
    {
      name: 'numbers in quotes, a delay just under a minute',
      text: `{"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "db"}, "spec": {"template": {"spec": {"containers": [
  {"name": "pg", "image": "postgres:16", ⟦"livenessProbe"⟧: {"tcpSocket": {"port": 5432}, "initialDelaySeconds": "59"}}
]}}}}
`,
      message: /about 89 s after its start/u,
    },
  ],
  silent: [
    {
      name: 'a startup probe is there',
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
          startupProbe: { tcpSocket: { port: 3306 }, failureThreshold: 60 }
          livenessProbe: { tcpSocket: { port: 3306 } }
`,
    },
    {
      name: 'an initial delay of a minute',
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
          livenessProbe: { tcpSocket: { port: 3306 }, initialDelaySeconds: 60 }
`,
    },
    {
      name: 'patience beyond the recovery budget',
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
          livenessProbe: { tcpSocket: { port: 3306 }, periodSeconds: 60, failureThreshold: 15 }
`,
    },
    {
      name: 'a cache that keeps nothing has nothing to recover',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: cache
spec:
  template:
    spec:
      containers:
        - name: redis
          image: redis:7.4
          args: [--save, '', --appendonly, 'no']
          livenessProbe: { tcpSocket: { port: 6379 } }
`,
    },
    {
      name: 'the delay comes from a template',
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
            initialDelaySeconds: {{ .Values.delay }}
`,
    },
    {
      name: 'no liveness probe at all',
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
`,
    },
  ],
});
