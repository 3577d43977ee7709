import assert from 'node:assert/strict';
import { describeRule } from '../../../test/support/rule-cases.ts';
import { allFindings, linterOf } from '../../../test/support/workspace.ts';
import { tcpOnly } from './tcp-only.ts';
import { wrongPort } from './wrong-port.ts';

const OTHER_PORT = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          ports:
            - name: pg
              containerPort: 5432
          readinessProbe:
            tcpSocket:
              port: ⟦3306⟧
            periodSeconds: 10
`;

describeRule(wrongPort, {
  fires: [
    {
      name: 'the port of another engine',
      text: OTHER_PORT,
      severity: 'error',
      message: /asks port 3306, but PostgreSQL \(container 'postgres'\) listens on 5432\. Nobody answers there/u,
      fixed: {
        title: /^Ask port 5432$/u,
        text: OTHER_PORT.replace('⟦3306⟧', '5432'),
        // Now that it asks the right port, it only opens it.
        others: ['probes/tcp-only'],
      },
    },
    {
      name: 'a name that no port bears',
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
          ports:
            - name: mysql
              containerPort: 3306
          livenessProbe:
            tcpSocket:
              port: ⟦mysqld⟧
`,
      message: /declares no port of that name/u,
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
          ports:
            - name: mysql
              containerPort: 3306
          livenessProbe:
            tcpSocket:
              port: mysql
`,
      },
    },
    {
      name: "the sidecar's port",
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: redis
          image: redis:7.4
          readinessProbe:
            httpGet: { path: /metrics, port: ⟦9121⟧ }
        - name: metrics
          image: oliver006/redis_exporter:v1.62.0
          ports: [{ containerPort: 9121 }]
`,
      message: /belongs to container 'metrics'. It says nothing about the database/u,
    },
    {
      name: 'a client that asks another port than the configured one',
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
          args: [-c, port=5433]
          readinessProbe:
            exec:
              command: [sh, -c, "pg_isready -U postgres -p ⟦5432⟧"]
            timeoutSeconds: 5
`,
      message: /asks port 5432, but PostgreSQL \(container 'postgres'\) listens on 5433/u,
      fixed: {
        title: /^Ask port 5433$/u,
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
          args: [-c, port=5433]
          readinessProbe:
            exec:
              command: [sh, -c, "pg_isready -U postgres -p 5433"]
            timeoutSeconds: 5
`,
      },
    },
  ],
  silent: [
    {
      name: 'a name, and the number in quotes',
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
          livenessProbe: { tcpSocket: { port: pg } }
          readinessProbe: { tcpSocket: { port: "5432" } }
`,
    },
    {
      name: 'a port that a configuration file out of sight may open',
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
          livenessProbe: { tcpSocket: { port: 3307 } }
          volumeMounts:
            - { name: config, mountPath: /etc/mysql/conf.d }
      volumes:
        - { name: config, configMap: { name: elsewhere } }
`,
    },
    {
      name: 'a port that the container declares itself',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    spec:
      containers:
        - name: postgres
          image: ghcr.io/zalando/spilo-16:3.3-p3
          ports: [{ containerPort: 8008 }, { containerPort: 5432 }]
          readinessProbe: { httpGet: { path: /readiness, port: 8008 } }
`,
    },
    {
      name: 'a second port of the engine',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: search
spec:
  template:
    spec:
      containers:
        - name: es
          image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
          livenessProbe: { tcpSocket: { port: 9300 } }
`,
    },
    {
      name: 'names come from a template',
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
          ports:
            - name: {{ .Values.portName }}
              containerPort: 3306
          livenessProbe: { tcpSocket: { port: mysql } }
`,
    },
    {
      name: 'another host has other ports',
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
          ports: [{ containerPort: 3306 }]
          livenessProbe: { exec: { command: [mysqladmin, ping, -h, proxy, -P, '6033'] } }
`,
    },
  ],
});

describe('a wrong port', () => {
  it('silences tcp-only on the same probe', () => {
    const files = { 'main.yaml': OTHER_PORT.replace(/[⟦⟧]/gu, '') };
    const rules = allFindings(linterOf(files, [wrongPort.id, tcpOnly.id])).map(({ rule }) => rule);
    assert.deepEqual(rules, [wrongPort.id]);
  });
});
