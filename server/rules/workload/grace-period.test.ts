import { describeRule } from '../../../test/support/rule-cases.ts';
import { gracePeriod } from './grace-period.ts';

describeRule(gracePeriod, {
  fires: [
    {
      name: 'ten seconds for PostgreSQL',
      text: `apiVersion: apps/v1
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
      terminationGracePeriodSeconds: ⟦10⟧ # enough
      containers:
        - name: db
          image: postgres:16.4
`,
      message: /killed 10 s after/,
      severity: 'warning',
      fixed: {
        title: /Give PostgreSQL/,
        text: `apiVersion: apps/v1
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
      terminationGracePeriodSeconds: 120 # enough
      containers:
        - name: db
          image: postgres:16.4
`,
      },
    },
    {
      name: 'none at all is an error',
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
      terminationGracePeriodSeconds: ⟦0⟧
      containers:
        - name: db
          image: mongo:7.0
`,
      message: /without being told/,
      severity: 'error',
      fixed: {
        title: /Give MongoDB/,
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
      terminationGracePeriodSeconds: 120
      containers:
        - name: db
          image: mongo:7.0
`,
      },
    },
    {
      name: 'the default is information for MySQL',
      text: `apiVersion: apps/v1
kind: ⟦StatefulSet⟧
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
          image: mysql:8.4
`,
      message: /\(the default\)/,
      severity: 'info',
      fixed: {
        title: /Give MySQL/,
        text: `apiVersion: apps/v1
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
      terminationGracePeriodSeconds: 120
      containers:
        - name: db
          image: mysql:8.4
`,
      },
    },
    {
      name: 'thirty seconds, written',
      text: `apiVersion: apps/v1
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
      terminationGracePeriodSeconds: ⟦30⟧
      containers:
        - name: db
          image: bitnamilegacy/mariadb:11.4
`,
      severity: 'info',
    },
    {
      name: 'a patch that makes it short',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  template:
    metadata:
      labels:
        app: db
    spec:
      terminationGracePeriodSeconds: ⟦5⟧
      containers:
        - name: db
          image: postgres:16.4
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
      terminationGracePeriodSeconds: 120
      containers:
        - name: db
          image: postgres:16.4
`,
      },
      severity: 'warning',
    },
  ],
  silent: [
    {
      name: 'two minutes',
      text: `apiVersion: apps/v1
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
      terminationGracePeriodSeconds: 120
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'a template decides',
      text: `apiVersion: apps/v1
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
      terminationGracePeriodSeconds: {{ .Values.grace }}
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'a cache has nothing to save',
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
      terminationGracePeriodSeconds: 5
      containers:
        - name: db
          image: redis:7.2
          args: [--save, '', --appendonly, 'no']
`,
    },
    {
      name: 'the default is enough for Redis',
      text: `apiVersion: apps/v1
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
          image: redis:7.2
`,
    },
    {
      name: 'a short one for an exporter',
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
      terminationGracePeriodSeconds: 5
      containers:
        - name: db
          image: prometheuscommunity/postgres-exporter:v0.15.0
`,
    },
  ],
});
