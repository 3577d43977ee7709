import { describeRule } from '../../../test/support/rule-cases.ts';
import { rollingDeployment } from './rolling-deployment.ts';

describeRule(rollingDeployment, {
  fires: [
    {
      name: 'no strategy means RollingUpdate',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
⟦spec⟧:
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
          env:
            - name: PGDATA
              value: /var/lib/postgresql/data/pgdata
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: db-data
`,
      message: /claim 'db-data'/,
      severity: 'error',
      fixed: {
        title: /Recreate/,
        text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  selector:
    matchLabels:
      app: db
  strategy:
    type: Recreate
  template:
    metadata:
      labels:
        app: db
    spec:
      containers:
        - name: db
          image: postgres:16.4
          env:
            - name: PGDATA
              value: /var/lib/postgresql/data/pgdata
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: db-data
`,
      },
    },
    {
      name: 'written out, with parameters',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  strategy:
    type: ⟦RollingUpdate⟧ # the default
    rollingUpdate:
      maxUnavailable: 25%
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
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: db-data
`,
      severity: 'error',
      fixed: {
        title: /Recreate/,
        text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  strategy:
    type: Recreate # the default
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
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: db-data
`,
      },
    },
    {
      name: 'the old one is told to go first',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  strategy: { type: ⟦RollingUpdate⟧, rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }
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
          volumeMounts:
            - { name: data, mountPath: /data/db }
      volumes:
        - { name: data, persistentVolumeClaim: { claimName: mongo } }
`,
      severity: 'warning',
      fixed: {
        title: /Recreate/,
        text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  strategy: { type: Recreate }
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
          volumeMounts:
            - { name: data, mountPath: /data/db }
      volumes:
        - { name: data, persistentVolumeClaim: { claimName: mongo } }
`,
      },
    },
    {
      name: 'a volume that is no claim but lasts',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
⟦spec⟧:
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
          image: mariadb:11.4
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
      volumes:
        - name: data
          nfs:
            server: nas.example.com
            path: /db
`,
      message: /volume 'data'/,
    },
  ],
  silent: [
    {
      name: 'Recreate',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  strategy:
    type: Recreate
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
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: db-data
`,
    },
    {
      name: 'nothing that lasts',
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
          image: postgres:16.4
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          emptyDir: {}
`,
    },
    {
      name: 'a StatefulSet ends the old pod first',
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
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: db-data
`,
    },
    {
      name: 'a template decides',
      text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: db
spec:
  strategy:
    type: {{ .Values.strategy }}
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
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: db-data
`,
    },
    {
      name: 'the claim holds dumps only',
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
          image: postgres:16.4
          volumeMounts:
            - name: dumps
              mountPath: /dumps
      volumes:
        - name: dumps
          persistentVolumeClaim:
            claimName: dumps
`,
    },
  ],
});
