import { describeRule } from '../../../test/support/rule-cases.ts';
import { exampleSet } from '../example-set.ts';
import { exampleJob } from './example-job.ts';
import { none } from './none.ts';

const marked = (text: string, name: string) => text.replace(`name: ${name}\n`, `name: ⟦${name}⟧\n`);

const orders = exampleSet({
  name: 'orders',
  image: 'postgres:18',
  container: `env:
  - name: POSTGRES_PASSWORD
    valueFrom:
      secretKeyRef:
        name: orders
        key: superuser
volumeMounts:
  - name: data
    mountPath: /var/lib/postgresql`,
});

const service = (name: string) => `---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: ${name}
  ports:
    - port: 5432
`;

const withClaim = `${orders}  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        storageClassName: fast
        resources:
          requests:
            storage: 50Gi
`;

/** What the fix writes, for a claim of that size and class, and these lines of script and environment. */
const written = (name: string, image: string, claim: string, lines: readonly string[], env: string) => `---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: ${name}-backup
spec:
  accessModes:
    - ReadWriteOnce
${claim}---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: ${name}-backup
spec:
  schedule: 15 2 * * *
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 2
      activeDeadlineSeconds: 14400
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: backup
              image: ${image}
              command:
                - sh
                - -c
                - |
${lines.map((line) => `                  ${line}\n`).join('')}              env:
${env}              volumeMounts:
                - name: backup
                  mountPath: /backup
          volumes:
            - name: backup
              persistentVolumeClaim:
                claimName: ${name}-backup
`;

const size = (storage: string, className = '') =>
  `${className}  resources:\n    requests:\n      storage: ${storage}\n`;

const mysql = exampleSet({
  name: 'catalog',
  image: 'mysql:8.4',
  container: 'envFrom:\n  - secretRef:\n      name: catalog',
});

const mongo = exampleSet({ name: 'events', image: 'mongo:8.0', container: 'args: [--replSet, rs0]' });

const sidecar = (container: string) =>
  orders.replace('      containers:\n', `      containers:\n        - ${container}\n`);

const other = (kind: string, apiVersion: string, spec: string) =>
  `${orders}---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: nightly }\nspec: ${spec}\n`;

describeRule(none, {
  fires: [
    {
      name: 'PostgreSQL: a claim of its own like that of the data, and the password by reference',
      text: marked(withClaim, 'orders') + service('orders'),
      severity: 'warning',
      message: /Nothing in sight backs StatefulSet 'orders' up/,
      fixed: {
        text:
          withClaim +
          written(
            'orders',
            'postgres:18',
            size('50Gi', '  storageClassName: fast\n'),
            [
              'set -eu',
              'target="/backup/$(date -u +%Y%m%dT%H%M%SZ).sql.gz"',
              'pg_dumpall --clean --if-exists > "$target.part"',
              'gzip "$target.part"',
              'mv "$target.part.gz" "$target"',
              "find /backup -name '*.sql.gz' -mtime +14 -delete",
            ],
            `                - name: PGHOST
                  value: orders
                - name: PGUSER
                  value: postgres
                - name: PGPASSWORD
                  valueFrom:
                    secretKeyRef:
                      name: orders
                      key: superuser
`,
          ) +
          service('orders'),
      },
    },
    {
      name: 'MySQL: where the password is nobody can see',
      text: marked(mysql, 'catalog') + service('catalog'),
      fixed: {
        text:
          mysql +
          written(
            'catalog',
            'mysql:8.4',
            size('10Gi'),
            [
              'set -eu',
              'target="/backup/$(date -u +%Y%m%dT%H%M%SZ).sql.gz"',
              'mysqldump --host="$DB_HOST" --user=root --all-databases --single-transaction --routines --events --triggers > "$target.part"',
              'gzip "$target.part"',
              'mv "$target.part.gz" "$target"',
              "find /backup -name '*.sql.gz' -mtime +14 -delete",
            ],
            `                - name: DB_HOST
                  value: catalog
                - name: MYSQL_PWD
                  valueFrom:
                    secretKeyRef:
                      name: secret-name
                      key: password
`,
          ) +
          service('catalog'),
      },
    },
    {
      name: 'MongoDB: of a replica set as of one moment, from its first pod',
      text: marked(mongo, 'events') + service('events').replace('spec:', 'spec:\n  clusterIP: None'),
      fixed: {
        text:
          mongo +
          written(
            'events',
            'mongo:8.0',
            size('10Gi'),
            [
              'set -eu',
              'target="/backup/$(date -u +%Y%m%dT%H%M%SZ).archive.gz"',
              'mongodump --host="$MONGO_HOST" --oplog --gzip --archive="$target.part"',
              'mv "$target.part" "$target"',
              "find /backup -name '*.archive.gz' -mtime +14 -delete",
            ],
            `                - name: MONGO_HOST
                  value: events-0.events
`,
          ) +
          service('events').replace('spec:', 'spec:\n  clusterIP: None'),
      },
    },
    {
      name: 'a job that dumps another server',
      text: marked(orders, 'orders') + '---\n' + exampleJob({}).replaceAll('orders', 'accounts'),
    },
    {
      name: 'a job of another engine that names nobody',
      text:
        marked(orders, 'orders') +
        '---\n' +
        exampleJob({ name: 'dump', image: 'example.org/mongo-backup:1', container: '', pod: '' }),
    },
    {
      name: 'a schedule of another namespace',
      text:
        marked(orders.replace('name: orders\n', 'name: orders\n  namespace: shop\n'), 'orders') +
        '---\napiVersion: velero.io/v1\nkind: Schedule\nmetadata: { name: a, namespace: velero }\nspec: { schedule: "0 1 * * *", template: { includedNamespaces: [blog] } }\n',
    },
    {
      name: 'a log archive on the data’s own disk',
      text: marked(
        exampleSet({
          name: 'orders',
          image: 'postgres:18',
          container: "args: [-c, 'archive_command=cp %p /var/lib/postgresql/archive/%f']",
        }),
        'orders',
      ),
    },
    {
      name: 'Cassandra, which has no dump',
      text: marked(exampleSet({ name: 'ring', image: 'cassandra:5.0' }), 'ring'),
    },
  ],
  silent: [
    { name: 'a CronJob that names its Service', text: `${orders}---\n${exampleJob({})}` },
    {
      name: 'a job that does not say where',
      text: `${orders}---\n${exampleJob({}).replace(' --host=orders', '').replaceAll('orders', 'nightly')}`.replace(
        'name: nightly',
        'name: orders',
      ),
    },
    {
      name: 'an image that backs this engine up, and nobody sees whom',
      text: `${orders}---\n${exampleJob({ name: 'dump', image: 'example.org/postgres-backup:1', container: '', pod: '' })}`,
    },
    {
      name: 'a cache',
      text: exampleSet({ name: 'cache', image: 'redis:8', container: "args: [--save, '', --appendonly, 'no']" }),
    },
    {
      name: 'data that may be thrown away',
      text: orders.replace('name: orders\n', 'name: orders\n  annotations:\n    plinth.dev/ephemeral: a demo\n'),
    },
    {
      name: 'an overlay whose base is out of sight',
      text: orders,
      files: { 'kustomization.yaml': 'resources: [https://example.org/base, main.yaml]\n' },
    },
    { name: 'wal-g beside it', text: sidecar('{ name: wal-g, image: wal-g/wal-g:3, args: [daemon] }') },
    { name: 'a sidecar that says so', text: sidecar('{ name: backup, image: example.org/tool:1 }') },
    {
      name: 'pgBackRest as its archive',
      text: exampleSet({
        name: 'orders',
        image: 'postgres:18',
        container: "args: [-c, 'archive_command=pgbackrest --stanza=a archive-push %p']",
      }),
    },
    {
      name: 'Spilo that ships to a bucket',
      text: exampleSet({
        name: 'orders',
        image: 'ghcr.io/zalando/spilo-17:4.0-p2',
        container: 'env: [{ name: WAL_S3_BUCKET, value: a }]',
      }),
    },
    { name: 'a Velero Schedule', text: other('Schedule', 'velero.io/v1', '{ schedule: "0 1 * * *", template: {} }') },
    {
      name: 'a Backup of K8up, which takes in all claims',
      text: other('Backup', 'k8up.io/v1', '{ backend: { s3: { bucket: a } } }'),
    },
    {
      name: 'an annotation for K8up',
      text: orders.replace(
        '      labels:\n',
        '      annotations:\n        k8up.io/backupcommand: pg_dumpall\n      labels:\n',
      ),
    },
    {
      name: 'a hook for Velero',
      text: orders.replace(
        '      labels:\n',
        "      annotations:\n        pre.hook.backup.velero.io/command: '[pg_dumpall]'\n      labels:\n",
      ),
    },
    {
      name: 'a server that only follows another one',
      text: exampleSet({
        name: 'orders-replica',
        image: 'bitnami/postgresql:17',
        container: 'env: [{ name: POSTGRESQL_REPLICATION_MODE, value: slave }]',
      }),
    },
    {
      name: 'a recurring backup of Longhorn',
      text: other('RecurringJob', 'longhorn.io/v1beta2', '{ task: backup, cron: "0 1 * * *" }'),
    },
    { name: 'a policy of Kasten', text: other('Policy', 'config.kio.kasten.io/v1alpha1', '{ frequency: "@daily" }') },
    {
      name: 'a snapshot of its claim',
      text: other(
        'VolumeSnapshot',
        'snapshot.storage.k8s.io/v1',
        '{ source: { persistentVolumeClaimName: data-orders-0 } }',
      )
        .replace('containers:', 'containers:')
        .replace(orders, withClaim),
    },
    {
      name: 'a Deployment that dumps now and then',
      text: `${orders}---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: keeper }\nspec: { selector: { matchLabels: { app: k } }, template: { metadata: { labels: { app: k } }, spec: { containers: [{ name: a, image: prodrigestivill/postgres-backup-local:17, env: [{ name: POSTGRES_HOST, value: orders }] }] } } }\n`,
    },
  ],
});
