import { describeRule } from '../../../test/support/rule-cases.ts';
import { serviceNameMissing } from './service-name-missing.ts';

describeRule(serviceNameMissing, {
  fires: [
    {
      name: 'three members without names',
      text: `apiVersion: apps/v1
kind: ⟦StatefulSet⟧
metadata:
  name: db
spec:
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
      message: /3 MongoDB members have no stable DNS name/,
      severity: 'warning',
      fixed: {
        title: /headless Service 'db-headless'/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  serviceName: db-headless
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
---
apiVersion: v1
kind: Service
metadata:
  name: db-headless
  labels:
    app: db
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: db
  ports:
    - name: mongodb
      port: 27017
      targetPort: 27017
`,
      },
    },
    {
      name: 'an empty name, and a headless Service that is there',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: ⟦''⟧
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
          image: cassandra:4.1
---
apiVersion: v1
kind: Service
metadata:
  name: ring
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: db
  ports:
    - port: 9042
`,
      fixed: {
        title: /serviceName: ring/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: 'ring'
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
          image: cassandra:4.1
---
apiVersion: v1
kind: Service
metadata:
  name: ring
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: db
  ports:
    - port: 9042
`,
      },
    },
    {
      name: 'clients have a Service, members none',
      text: `apiVersion: v1
kind: Service
metadata:
  name: postgres
spec:
  selector:
    app: db
  ports:
    - port: 5432
---
apiVersion: apps/v1
kind: ⟦StatefulSet⟧
metadata:
  name: db
  namespace: shop
spec:
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
`,
      fixed: {
        title: /headless Service 'db'/,
        text: `apiVersion: v1
kind: Service
metadata:
  name: postgres
spec:
  selector:
    app: db
  ports:
    - port: 5432
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  replicas: 2
  serviceName: db
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
---
apiVersion: v1
kind: Service
metadata:
  name: db
  namespace: shop
  labels:
    app: db
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - name: postgresql
      port: 5432
      targetPort: 5432
`,
      },
    },
    {
      name: 'one member that its own script calls by name',
      text: `apiVersion: apps/v1
kind: ⟦StatefulSet⟧
metadata:
  name: db
spec:
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
          image: redis:7.2
          command: [sh, -c, 'redis-server --replica-announce-ip db-0.db']
`,
      message: /its Redis member has/,
    },
  ],
  silent: [
    {
      name: 'one member that nothing calls by name',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
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
`,
    },
    {
      name: 'the name is there',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  serviceName: db
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
      name: 'a template may add it',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  replicas: 3
  {{- with .Values.extra }}
  {{ toYaml . }}
  {{- end }}
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
      name: 'a patch',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
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
      files: {
        'kustomization.yaml': `resources: [base.yaml]
patches:
  - path: main.yaml
`,
        'base.yaml': `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
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
    },
    {
      name: 'a Deployment has no such field',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
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
  ],
});
