import { describeRule } from '../../../test/support/rule-cases.ts';
import { selectorMismatch } from './selector-mismatch.ts';

describeRule(selectorMismatch, {
  fires: [
    {
      name: 'another value',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels:
      app: ⟦postgres⟧
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
        title: /Label the pods/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels:
      app: postgres
  template:
    metadata:
      labels:
        app: postgres
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
      },
    },
    {
      name: 'a label that the pods lack',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  selector:
    matchLabels: { app: db, tier: ⟦data⟧ }
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: mariadb:11.4
`,
      message: /do not have that label/,
      fixed: {
        title: /Label the pods tier: data/,
        text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  selector:
    matchLabels: { app: db, tier: data }
  template:
    metadata:
      labels:
        app: db
        tier: data
    spec:
      containers:
        - name: db
          image: mariadb:11.4
`,
      },
    },
    {
      name: 'a Service finds the pods by the label that they have',
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
      app: ⟦postgres⟧ # as before
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
        title: /Select app: db/,
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
      app: db # as before
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
      name: 'no selector at all in apps/v1',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
⟦spec⟧:
  serviceName: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: mysql:8.4
`,
      message: /apps\/v1 requires/,
      fixed: {
        title: /Add a selector/,
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
          image: mysql:8.4
`,
      },
    },
  ],
  silent: [
    {
      name: 'it fits, with fewer labels',
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
        tier: data
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'an old version took the labels by itself',
      text: `apiVersion: apps/v1beta1
kind: StatefulSet
metadata:
  name: db
spec:
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
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: postgres
  template:
    metadata:
      labels:
        {{- include "labels" . | nindent 8 }}
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'a patch',
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
      name: 'a kustomization adds the labels',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
      team: shop
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: postgres:16.4
`,
      files: {
        'kustomization.yaml': `resources: [main.yaml]
commonLabels:
  team: shop
`,
      },
    },
    {
      name: 'the selector of a ReplicationController',
      text: `apiVersion: v1
kind: ReplicationController
metadata:
  name: db
spec:
  selector:
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
