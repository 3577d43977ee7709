import { describeRule } from '../../../test/support/rule-cases.ts';
import { servicePortMismatch } from './service-port-mismatch.ts';

describeRule(servicePortMismatch, {
  fires: [
    {
      name: 'a port name that no container has',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: 27017
      targetPort: ⟦mongodb⟧
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: mongo:7.0
          ports:
            - name: mongo
              containerPort: 27017
`,
      message: /'mongodb'/,
      severity: 'warning',
      fixed: {
        title: /the port 'mongo'/,
        text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: 27017
      targetPort: mongo
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: mongo:7.0
          ports:
            - name: mongo
              containerPort: 27017
`,
      },
    },
    {
      name: 'the number of another engine',
      text: `apiVersion: v1
kind: Service
metadata:
  name: mysql
spec:
  selector:
    app: db
  ports:
    - name: mysql
      port: 3306
      targetPort: ⟦5432⟧ # copied
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: mysql:8.4
`,
      message: /MySQL listens on 3306/,
      fixed: {
        title: /port 3306/,
        text: `apiVersion: v1
kind: Service
metadata:
  name: mysql
spec:
  selector:
    app: db
  ports:
    - name: mysql
      port: 3306
      targetPort: 3306 # copied
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: mysql:8.4
`,
      },
    },
    {
      name: 'no target, and the engine listens elsewhere',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: ⟦80⟧
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: redis:7.2
          args: [--port, "6380"]
          ports:
            - containerPort: 6380
`,
      message: /6380/,
      fixed: {
        title: /port 6380/,
        text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: 80
      targetPort: 6380
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: redis:7.2
          args: [--port, "6380"]
          ports:
            - containerPort: 6380
`,
      },
    },
    {
      name: 'in braces, behind a headless Service by name',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - { port: 5432, targetPort: ⟦pg⟧ }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
      fixed: {
        title: /port 5432/,
        text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - { port: 5432, targetPort: 5432 }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
      },
    },
  ],
  silent: [
    {
      name: 'the name is there',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: 5432
      targetPort: pg
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
          ports:
            - name: pg
              containerPort: 5432
`,
    },
    {
      name: 'a second container may listen there',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: 9187
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
        - name: metrics
          image: prometheuscommunity/postgres-exporter:v0.15.0
`,
    },
    {
      name: 'a port that the server declares',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: 5433
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: registry.example.com/postgres:16
          ports:
            - containerPort: 5433
`,
    },
    {
      name: 'it selects pods of another engine too',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: 3306
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: other }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: mysql:8.4
`,
    },
    {
      name: 'one of several ports is right',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - name: pg
      port: 5432
    - name: patroni
      port: 8008
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'numbers do not matter in a headless Service',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  clusterIP: None
  selector:
    app: db
  ports:
    - port: 80
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'ports from a template',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: 5432
      targetPort: pg
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
          ports:
            {{- toYaml .Values.ports | nindent 12 }}
`,
    },
  ],
});
