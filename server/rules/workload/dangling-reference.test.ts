import { describeRule } from '../../../test/support/rule-cases.ts';
import { danglingReference } from './dangling-reference.ts';

describeRule(danglingReference, {
  fires: [
    {
      name: 'one letter is missing',
      text: `apiVersion: v1
kind: Secret
metadata: { name: postgres-secrets }
stringData:
  password: change-me
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
          env:
            - name: POSTGRES_PASSWORD
              valueFrom: { secretKeyRef: { name: ⟦postres-secrets⟧, key: password } }
`,
      message: /'postgres-secrets' is\. Without it the container does not start/,
      severity: 'warning',
      fixed: {
        title: /Use the Secret/,
        text: `apiVersion: v1
kind: Secret
metadata: { name: postgres-secrets }
stringData:
  password: change-me
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
          env:
            - name: POSTGRES_PASSWORD
              valueFrom: { secretKeyRef: { name: postgres-secrets, key: password } }
`,
      },
    },
    {
      name: 'the only ConfigMap, with the keys that are asked for',
      text: `apiVersion: v1
kind: ConfigMap
metadata: { name: mysql-conf }
data:
  my.cnf: "[mysqld]"
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
          image: mysql:8.4
          volumeMounts: [{ name: conf, mountPath: /etc/mysql/conf.d }]
      volumes:
        - name: conf
          configMap:
            name: ⟦settings⟧
            items:
              - key: my.cnf
                path: my.cnf
`,
      message: /the only one here/,
      fixed: {
        // With the file in sight, nothing can set up replication any more.
        others: ['availability/single-instance'],
        title: /Use the ConfigMap/,
        text: `apiVersion: v1
kind: ConfigMap
metadata: { name: mysql-conf }
data:
  my.cnf: "[mysqld]"
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
          image: mysql:8.4
          volumeMounts: [{ name: conf, mountPath: /etc/mysql/conf.d }]
      volumes:
        - name: conf
          configMap:
            name: mysql-conf
            items:
              - key: my.cnf
                path: my.cnf
`,
      },
    },
    {
      name: 'a key in another spelling',
      text: `apiVersion: v1
kind: Secret
metadata: { name: db }
stringData:
  postgres-password: change-me
  username: shop
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
          env:
            - name: POSTGRES_PASSWORD
              valueFrom: { secretKeyRef: { name: db, key: ⟦POSTGRES_PASSWORD⟧ } }
`,
      message: /has no key/,
      fixed: {
        title: /Use the key/,
        text: `apiVersion: v1
kind: Secret
metadata: { name: db }
stringData:
  postgres-password: change-me
  username: shop
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
          env:
            - name: POSTGRES_PASSWORD
              valueFrom: { secretKeyRef: { name: db, key: postgres-password } }
`,
      },
    },
    {
      name: 'the only claim, which nobody else mounts',
      text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: mongo:7.0
          volumeMounts:
            - name: data
              mountPath: /data/db
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: ⟦mongo-pvc⟧
`,
      files: {
        'claim.yaml': `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: mongo-claim }
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 10Gi } }
`,
      },
      message: /stays Pending/,
      fixed: {
        title: /Use the PersistentVolumeClaim/,
        text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: mongo:7.0
          volumeMounts:
            - name: data
              mountPath: /data/db
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: mongo-claim
`,
        others: ['storage/missing-class'],
      },
    },
    {
      name: 'the ServiceAccount',
      text: `apiVersion: v1
kind: ServiceAccount
metadata:
  name: patroni
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
      serviceAccountName: ⟦patorni⟧
      containers:
        - name: db
          image: postgres:16.4
`,
      message: /no pod is created/,
      fixed: {
        title: /Use the ServiceAccount/,
        text: `apiVersion: v1
kind: ServiceAccount
metadata:
  name: patroni
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
      serviceAccountName: patroni
      containers:
        - name: db
          image: postgres:16.4
`,
      },
    },
  ],
  silent: [
    {
      name: 'everything is there',
      text: `apiVersion: v1
kind: Secret
metadata: { name: db }
stringData:
  password: change-me
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
          env:
            - name: POSTGRES_PASSWORD
              valueFrom: { secretKeyRef: { name: db, key: password } }
`,
    },
    {
      name: 'nothing of that kind in sight',
      text: `apiVersion: apps/v1
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
          env:
            - name: POSTGRES_PASSWORD
              valueFrom: { secretKeyRef: { name: db, key: password } }
`,
    },
    {
      name: 'names that differ in a number',
      text: `apiVersion: v1
kind: Secret
metadata: { name: db-secret-1 }
stringData:
  password: change-me
---
apiVersion: v1
kind: Secret
metadata: { name: db-secret-3 }
stringData:
  password: change-me
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
          env:
            - name: POSTGRES_PASSWORD
              valueFrom: { secretKeyRef: { name: db-secret-2, key: password } }
`,
    },
    {
      name: 'the only Secret has other keys',
      text: `apiVersion: v1
kind: Secret
metadata: { name: registry }
stringData:
  token: change-me
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
          env:
            - name: POSTGRES_PASSWORD
              valueFrom: { secretKeyRef: { name: db, key: password } }
`,
    },
    {
      name: 'optional',
      text: `apiVersion: v1
kind: Secret
metadata: { name: postgres-secrets }
stringData:
  password: change-me
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
          env:
            - name: POSTGRES_PASSWORD
              valueFrom: { secretKeyRef: { name: postres-secrets, key: password, optional: true } }
`,
    },
    {
      name: 'a sealed one will make it',
      text: `apiVersion: v1
kind: Secret
metadata: { name: postgres-secrets }
stringData:
  password: change-me
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: postgres-secret
spec: {}
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
          env:
            - name: POSTGRES_PASSWORD
              valueFrom: { secretKeyRef: { name: postgres-secret, key: password } }
`,
    },
    {
      name: 'a Secret whose name is templated',
      text: `apiVersion: v1
kind: Secret
metadata: { name: "{{ .Release.Name }}-secrets" }
stringData:
  password: change-me
---
apiVersion: v1
kind: Secret
metadata: { name: postgres-secrets }
stringData:
  password: change-me
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
          env:
            - name: POSTGRES_PASSWORD
              valueFrom: { secretKeyRef: { name: postres-secrets, key: password } }
`,
    },
    {
      name: 'the only claim belongs to somebody else',
      text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: mongo:7.0
          volumeMounts: [{ name: data, mountPath: /data/db }]
      volumes:
        - { name: data, persistentVolumeClaim: { claimName: mongo-data } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: uploads }
spec: { accessModes: [ReadWriteMany], resources: { requests: { storage: 10Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.27
      volumes:
        - { name: uploads, persistentVolumeClaim: { claimName: uploads } }
`,
    },
  ],
});
