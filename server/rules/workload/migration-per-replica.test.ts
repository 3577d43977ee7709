import { describeRule } from '../../../test/support/rule-cases.ts';
import { migrationPerReplica } from './migration-per-replica.ts';

describeRule(migrationPerReplica, {
  fires: [
    {
      name: 'Alembic in three pods',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  replicas: 3
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: ⟦migrate⟧
          image: registry.example.com/shop:2.1
          command: [alembic, upgrade, head]
          envFrom:
            - secretRef:
                name: shop
      containers:
        - name: db
          image: postgres:16.4
`,
      message: /Alembic migrations in each of the 3 pods/,
      severity: 'warning',
      fixed: {
        title: /Job 'db-migrate'/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  replicas: 3
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:16.4
---
apiVersion: batch/v1
kind: Job
metadata:
  name: db-migrate
spec:
  backoffLimit: 3
  template:
    spec:
      restartPolicy: OnFailure
      containers:
        - name: migrate
          image: registry.example.com/shop:2.1
          command:
            - alembic
            - upgrade
            - head
          envFrom:
            - secretRef:
                name: shop
`,
        others: ['workload/replicas-without-replication', 'security/service-account-token'],
      },
    },
    {
      name: 'Django in a script, beside another init container',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  serviceName: db
  replicas: 2
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: permissions
          image: busybox:1.36
          command: [chown, -R, "999", /var/lib/mysql]
        # the schema
        - name: ⟦schema⟧
          image: registry.example.com/shop:2.1
          command: [sh, -c, "python manage.py migrate --noinput"]
      containers:
        - name: db
          image: mysql:8.4
`,
      message: /Django/,
      fixed: {
        title: /Job 'db-schema'/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: shop
spec:
  serviceName: db
  replicas: 2
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: permissions
          image: busybox:1.36
          command: [chown, -R, "999", /var/lib/mysql]
      containers:
        - name: db
          image: mysql:8.4
---
apiVersion: batch/v1
kind: Job
metadata:
  name: db-schema
  namespace: shop
spec:
  backoffLimit: 3
  template:
    spec:
      restartPolicy: OnFailure
      containers:
        - name: schema
          image: registry.example.com/shop:2.1
          command:
            - sh
            - -c
            - python manage.py migrate --noinput
`,
        others: ['workload/replicas-without-replication'],
      },
    },
    {
      name: 'Sequelize, with a file from a ConfigMap',
      text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  replicas: 2
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: ⟦migrate⟧
          image: registry.example.com/api:7
          args: [npx, sequelize-cli, "db:migrate"]
          volumeMounts:
            - name: conf
              mountPath: /app/config
      containers:
        - name: db
          image: mariadb:11.4
      volumes:
        - name: conf
          configMap:
            name: api
`,
      message: /Sequelize/,
      fixed: {
        title: /Job/,
        text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  replicas: 2
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: mariadb:11.4
      volumes:
        - name: conf
          configMap:
            name: api
---
apiVersion: batch/v1
kind: Job
metadata:
  name: db-migrate
spec:
  backoffLimit: 3
  template:
    spec:
      restartPolicy: OnFailure
      containers:
        - name: migrate
          image: registry.example.com/api:7
          args:
            - npx
            - sequelize-cli
            - db:migrate
          volumeMounts:
            - name: conf
              mountPath: /app/config
      volumes:
        - name: conf
          configMap:
            name: api
`,
        others: ['workload/replicas-without-replication', 'security/service-account-token'],
      },
    },
  ],
  silent: [
    {
      name: 'one replica',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  replicas: 1
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: migrate
          image: registry.example.com/shop:2.1
          command: [alembic, upgrade, head]
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'Flyway takes a lock',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  replicas: 3
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: migrate
          image: flyway/flyway:10
          args: [migrate]
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'Alembic that only shows',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  replicas: 3
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: current
          image: registry.example.com/shop:2.1
          command: [alembic, current]
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'the replicas of an application are not ours',
      text: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      initContainers:
        - name: migrate
          image: registry.example.com/shop:2.1
          command: [alembic, upgrade, head]
      containers:
        - name: web
          image: registry.example.com/shop:2.1
`,
    },
  ],
});
