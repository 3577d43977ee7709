import { describeRule } from '../../../test/support/rule-cases.ts';
import { publishNotReady } from './publish-not-ready.ts';

describeRule(publishNotReady, {
  fires: [
    {
      name: 'a replica set with a readiness probe',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - port: 27017
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: ⟦db⟧
  replicas: 3
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
          args: [--replSet, rs0, --bind_ip_all]
          readinessProbe:
            tcpSocket:
              port: 27017
`,
      message: /ready pods only/,
      severity: 'warning',
      fixed: {
        title: /Publish/,
        text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: db
  ports:
    - port: 27017
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
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
          args: [--replSet, rs0, --bind_ip_all]
          readinessProbe:
            tcpSocket:
              port: 27017
`,
      },
    },
    {
      name: 'switched off by hand, in another file',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: ⟦db⟧
  replicas: 3
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
          image: cassandra:4.1
          env:
            - name: CASSANDRA_SEEDS
              value: db-0.db
          readinessProbe:
            exec:
              command: [nodetool, info]
`,
      files: {
        'service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  publishNotReadyAddresses: false # clients
  selector:
    app: db
  ports:
    - port: 9042
`,
      },
      fixed: {
        title: /Publish/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
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
          image: cassandra:4.1
          env:
            - name: CASSANDRA_SEEDS
              value: db-0.db
          readinessProbe:
            exec:
              command: [nodetool, info]
`,
        files: {
          'service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  publishNotReadyAddresses: true # clients
  selector:
    app: db
  ports:
    - port: 9042
`,
        },
      },
    },
    {
      name: 'Elasticsearch, with the annotation of old',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
  annotations:
    service.alpha.kubernetes.io/tolerate-unready-endpoints: "true"
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - port: 9300
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: ⟦db⟧
  replicas: 3
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
          image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
          env:
            - name: discovery.seed_hosts
              value: db
            - name: cluster.initial_master_nodes
              value: db-0,db-1,db-2
          readinessProbe:
            tcpSocket:
              port: 9200
`,
      fixed: {
        title: /Publish/,
        text: `apiVersion: v1
kind: Service
metadata:
  name: db
  annotations:
    service.alpha.kubernetes.io/tolerate-unready-endpoints: "true"
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: db
  ports:
    - port: 9300
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
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
          image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
          env:
            - name: discovery.seed_hosts
              value: db
            - name: cluster.initial_master_nodes
              value: db-0,db-1,db-2
          readinessProbe:
            tcpSocket:
              port: 9200
`,
      },
    },
  ],
  silent: [
    {
      name: 'published',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: db
  ports:
    - port: 27017
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
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
          args: [--replSet, rs0, --bind_ip_all]
          readinessProbe:
            tcpSocket:
              port: 27017
`,
    },
    {
      name: 'without a readiness probe it makes no difference',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - port: 27017
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
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
          args: [--replSet, rs0, --bind_ip_all]
`,
    },
    {
      name: 'one member has no peers',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - port: 27017
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 1
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
          args: [--replSet, rs0, --bind_ip_all]
          readinessProbe:
            tcpSocket:
              port: 27017
`,
    },
    {
      name: 'standbys look for a primary that is ready',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - port: 5432
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 2
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
          readinessProbe:
            exec:
              command: [pg_isready]
`,
    },
    {
      name: 'a template decides',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  publishNotReadyAddresses: {{ .Values.publish }}
  selector:
    app: db
  ports:
    - port: 27017
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
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
          args: [--replSet, rs0, --bind_ip_all]
          readinessProbe:
            tcpSocket:
              port: 27017
`,
    },
  ],
});
