import { describeRule } from '../../../test/support/rule-cases.ts';
import { parallelStart } from './parallel-start.ts';

describeRule(parallelStart, {
  fires: [
    {
      name: 'standbys that copy from pod 0',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 2
  podManagementPolicy: ⟦Parallel⟧
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      initContainers:
        - name: clone
          image: postgres:16.4
          command:
            - bash
            - -c
            - |
              if [[ $HOSTNAME != db-0 && ! -s "$PGDATA/PG_VERSION" ]]; then
                pg_basebackup -h db-0.db -U replicator -D "$PGDATA" -R
              fi
      containers:
        - name: db
          image: postgres:16.4
`,
      severity: 'warning',
      fixed: {
        title: /in order/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 2
  podManagementPolicy: OrderedReady
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      initContainers:
        - name: clone
          image: postgres:16.4
          command:
            - bash
            - -c
            - |
              if [[ $HOSTNAME != db-0 && ! -s "$PGDATA/PG_VERSION" ]]; then
                pg_basebackup -h db-0.db -U replicator -D "$PGDATA" -R
              fi
      containers:
        - name: db
          image: postgres:16.4
`,
      },
    },
    {
      name: 'Redis replicas that follow pod 0',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  podManagementPolicy: ⟦Parallel⟧ # faster
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
          image: redis:7.2
          command:
            - sh
            - -c
            - |
              if [ "$HOSTNAME" = db-0 ]; then
                exec redis-server --appendonly yes
              fi
              exec redis-server --appendonly yes --replicaof db-0.db 6379
`,
      fixed: {
        title: /in order/,
        text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  podManagementPolicy: OrderedReady # faster
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
          image: redis:7.2
          command:
            - sh
            - -c
            - |
              if [ "$HOSTNAME" = db-0 ]; then
                exec redis-server --appendonly yes
              fi
              exec redis-server --appendonly yes --replicaof db-0.db 6379
`,
      },
    },
    {
      name: 'the primary is the first member, as a variable says',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 2
  podManagementPolicy: ⟦Parallel⟧
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
          image: bitnamilegacy/postgresql:16.4.0
          env:
            - name: POSTGRESQL_REPLICATION_MODE
              value: slave
            - name: POSTGRESQL_MASTER_HOST
              value: db-0.db
`,
    },
  ],
  silent: [
    {
      name: 'all follow a primary elsewhere',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 2
  podManagementPolicy: Parallel
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
          image: bitnamilegacy/postgresql:16.4.0
          env:
            - name: POSTGRESQL_REPLICATION_MODE
              value: slave
            - name: POSTGRESQL_MASTER_HOST
              value: primary
`,
    },
    {
      name: 'in order',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 2
  podManagementPolicy: OrderedReady
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      initContainers:
        - name: clone
          image: postgres:16.4
          command:
            - bash
            - -c
            - |
              if [[ $HOSTNAME != db-0 && ! -s "$PGDATA/PG_VERSION" ]]; then
                pg_basebackup -h db-0.db -U replicator -D "$PGDATA" -R
              fi
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'Cassandra agrees among itself',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
  podManagementPolicy: Parallel
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
`,
    },
    {
      name: 'a replica set',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
  podManagementPolicy: Parallel
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
          args: [--replSet, rs0]
`,
    },
    {
      name: 'one member',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 1
  podManagementPolicy: Parallel
  selector:
    matchLabels:
      app: db
  template:
    metadata:
      labels:
        app: db
    spec:
      initContainers:
        - name: clone
          image: postgres:16.4
          command:
            - bash
            - -c
            - |
              if [[ $HOSTNAME != db-0 && ! -s "$PGDATA/PG_VERSION" ]]; then
                pg_basebackup -h db-0.db -U replicator -D "$PGDATA" -R
              fi
      containers:
        - name: db
          image: postgres:16.4
`,
    },
    {
      name: 'Galera',
      text: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  replicas: 3
  podManagementPolicy: Parallel
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
          args: [--wsrep-on=ON, --wsrep-cluster-address=gcomm://db-0.db]
`,
    },
  ],
});
