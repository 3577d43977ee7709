import { describeRule } from '../../../test/support/rule-cases.ts';
import { dependsOnPeer } from './depends-on-peer.ts';

describeRule(dependsOnPeer, {
  fires: [
    {
      name: 'MySQL asks the first member',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          startupProbe: { tcpSocket: { port: 3306 }, failureThreshold: 60 }
          livenessProbe:
            exec:
              command: [mysqladmin, ping, -h, ⟦mysql-0.mysql⟧]
            periodSeconds: 30
            timeoutSeconds: 10
`,
      severity: 'warning',
      message: /asks the host 'mysql-0\.mysql', not this pod/u,
      fixed: {
        title: /^Use MySQL's own check \(mysqladmin\)$/u,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          startupProbe: { tcpSocket: { port: 3306 }, failureThreshold: 60 }
          livenessProbe:
            exec:
              command:
                - mysqladmin
                - ping
                - -h
                - 127.0.0.1
                - -P
                - "3306"
            periodSeconds: 30
            timeoutSeconds: 10
`,
      },
    },
    {
      name: 'through a variable that names the primary, in a script of a ConfigMap',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: redis
          image: redis:7.4
          env: [{ name: PRIMARY, value: redis-primary }]
          livenessProbe:
            exec: { command: [sh, /probes/alive.sh] }
            timeoutSeconds: 5
          volumeMounts: [{ name: probes, mountPath: /probes }]
      volumes:
        - { name: probes, configMap: { name: redis-probes } }
`,
      files: {
        'probes.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: redis-probes
data:
  alive.sh: |
    #!/bin/sh
    redis-cli -h ⟦"$PRIMARY"⟧ ping
`,
      },
      message: /'redis-primary'/u,
    },
    {
      name: 'Elasticsearch asked for the health of its cluster',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: search
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: es
          image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
          env: [{ name: discovery.seed_hosts, value: search-0.search }]
          livenessProbe:
            httpGet:
              path: ⟦/_cluster/health?wait_for_status=green⟧
              port: 9200
`,
      message: /health of the whole cluster/u,
    },
    {
      name: 'a TCP probe with a host of its own',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: pg
spec:
  template:
    spec:
      containers:
        - name: pg
          image: postgres:16.4
          livenessProbe: { tcpSocket: { host: ⟦pg.shop.svc⟧, port: 5432 } }
`,
    },
  ],
  silent: [
    {
      name: 'loopback, the own name, and the own address',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
spec:
  replicas: 6
  template:
    spec:
      containers:
        - name: redis
          image: redis:7.4
          env: [{ name: POD_IP, valueFrom: { fieldRef: { fieldPath: status.podIP } } }]
          livenessProbe:
            exec: { command: [sh, -c, 'redis-cli -h $(hostname) ping && redis-cli -h localhost ping && redis-cli -h "$POD_IP" ping'] }
            timeoutSeconds: 5
`,
    },
    {
      name: 'its own name below the Service',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          livenessProbe:
            exec: { command: [sh, -c, 'mysqladmin ping -h "$HOSTNAME.mysql"'] }
            timeoutSeconds: 5
`,
    },
    {
      name: 'readiness may depend on others',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: search
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: es
          image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
          env: [{ name: discovery.seed_hosts, value: search-0.search }]
          readinessProbe: { httpGet: { path: /_cluster/health, port: 9200 } }
`,
    },
    {
      name: 'Elasticsearch asked for what this node knows',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: search
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: es
          image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
          env: [{ name: discovery.seed_hosts, value: search-0.search }]
          livenessProbe:
            httpGet: { path: '/_cluster/health?local=true', port: 9200 }
            periodSeconds: 30
`,
    },
    {
      name: 'a single member names itself',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          livenessProbe:
            exec: { command: [mysqladmin, ping, -h, mysql-0.mysql] }
            timeoutSeconds: 5
`,
    },
  ],
});
