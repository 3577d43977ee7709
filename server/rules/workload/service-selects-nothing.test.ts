import { describeRule } from '../../../test/support/rule-cases.ts';
import { serviceSelectsNothing } from './service-selects-nothing.ts';

describeRule(serviceSelectsNothing, {
  fires: [
    {
      name: 'a Service of the same name with other labels',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: ⟦postgres⟧
  ports:
    - port: 5432
---
apiVersion: apps/v1
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
      message: /have app=db/,
      severity: 'error',
      fixed: {
        title: /Copy/,
        text: `apiVersion: v1
kind: Service
metadata:
  name: db
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
    },
    {
      name: 'the governing Service asks for a label that is not there',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: members
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
---
apiVersion: v1
kind: Service
metadata:
  name: members
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: db
    tier: ⟦data⟧ # all of them
  ports:
    - port: 27017
`,
      message: /no label 'tier'/,
      fixed: {
        title: /Copy/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: members
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
---
apiVersion: v1
kind: Service
metadata:
  name: members
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: db
  ports:
    - port: 27017
`,
      },
    },
    {
      name: 'for a Deployment, in another file',
      text: `apiVersion: apps/v1
kind: Deployment
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
`,
      files: {
        'service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: ⟦cache⟧
  ports:
    - port: 6379
`,
      },
      fixed: {
        title: /Copy/,
        text: `apiVersion: apps/v1
kind: Deployment
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
`,
        files: {
          'service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: 6379
`,
        },
      },
    },
  ],
  silent: [
    {
      name: 'it fits',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
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
      name: 'fewer labels than the pods have',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
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
spec:
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
        tier: data
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'the leader gets its label at run time',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
    role: master
  ports:
    - port: 5432
---
apiVersion: apps/v1
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
      name: 'one member by the label of the controller',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    statefulset.kubernetes.io/pod-name: db-0
  ports:
    - port: 5432
---
apiVersion: apps/v1
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
      name: 'labels from a template',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: postgres
  ports:
    - port: 5432
---
apiVersion: apps/v1
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
        {{- include "labels" . | nindent 8 }}
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'a namesake for other pods in sight',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: proxy
  ports:
    - port: 5432
---
apiVersion: apps/v1
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
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: proxy
spec:
  selector:
    matchLabels:
      app: proxy
  template:
    metadata:
      labels:
        app: proxy
    spec:
      containers:
        - name: db
          image: haproxy:3.0
`,
    },
    {
      name: 'without a selector: endpoints are made by hand',
      text: `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  ports:
    - port: 5432
---
apiVersion: apps/v1
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
          image: postgres:16.4
`,
    },
  ],
});
