import { describeRule } from '../../../test/support/rule-cases.ts';
import { onDeleteUpdates } from './on-delete-updates.ts';

describeRule(onDeleteUpdates, {
  fires: [
    {
      name: 'a StatefulSet',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  updateStrategy:
    type: ⟦OnDelete⟧
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
      severity: 'info',
      fixed: {
        title: /RollingUpdate/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  updateStrategy:
    type: RollingUpdate
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
      name: 'a DaemonSet, in braces',
      text: `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: db
spec:
  updateStrategy: { type: ⟦OnDelete⟧ }
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
`,
      fixed: {
        title: /RollingUpdate/,
        text: `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: db
spec:
  updateStrategy: { type: RollingUpdate }
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
`,
      },
    },
    {
      name: 'managed by Helm, which is no operator',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  labels:
    app.kubernetes.io/managed-by: Helm
spec:
  serviceName: db
  updateStrategy:
    type: ⟦"OnDelete"⟧ # we do it by hand
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
          image: elasticsearch:8.15.0
`,
      fixed: {
        title: /RollingUpdate/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  labels:
    app.kubernetes.io/managed-by: Helm
spec:
  serviceName: db
  updateStrategy:
    type: "RollingUpdate" # we do it by hand
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
          image: elasticsearch:8.15.0
`,
      },
    },
  ],
  silent: [
    {
      name: 'RollingUpdate',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  updateStrategy:
    type: RollingUpdate
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
      name: 'an operator deletes the pods',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  labels:
    app.kubernetes.io/managed-by: postgres-operator
spec:
  serviceName: db
  updateStrategy:
    type: OnDelete
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
      name: 'no database',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  updateStrategy:
    type: OnDelete
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: web
          image: nginx:1.27
`,
    },
    {
      name: 'nothing written',
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
          image: postgres:16.4
`,
    },
  ],
});
