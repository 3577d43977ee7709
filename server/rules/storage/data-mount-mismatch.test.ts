import { describeRule } from '../../../test/support/rule-cases.ts';
import { dataMountMismatch } from './data-mount-mismatch.ts';

interface Shape {
  readonly image: string;
  readonly mounts: string;
  readonly more?: string;
  readonly volumes?: string;
}

const workload = ({ image, mounts, more = '', volumes = '' }: Shape) => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: server
          image: ${image}
${more}          volumeMounts:
${mounts}${volumes}  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: fast
        resources: { requests: { storage: 5Gi } }
`;
const at = (path: string, more = '') => `            - name: data
              mountPath: ${path}
${more}`;

describeRule(dataMountMismatch, {
  fires: [
    {
      name: 'PostgreSQL 18 at the place of 17',
      text: workload({ image: 'postgres:18.1', mounts: at('⟦/var/lib/postgresql/data⟧ # as before') }),
      message: /writes to \/var\/lib\/postgresql\/18\/docker/,
      severity: 'error',
      fixed: { text: workload({ image: 'postgres:18.1', mounts: at('/var/lib/postgresql # as before') }) },
    },
    {
      name: 'a bitnami image at the place of the official one',
      text: workload({ image: 'bitnami/postgresql:16.4.0', mounts: at('⟦/var/lib/postgresql/data⟧') }),
      message: /\/bitnami\/postgresql\/data/,
      fixed: { text: workload({ image: 'bitnami/postgresql:16.4.0', mounts: at('/bitnami/postgresql') }) },
    },
    {
      name: 'a claim above the volume of the image keeps its directory on the claim',
      text: workload({ image: 'mongo:8.0', mounts: at('⟦/data⟧', '              subPath: mongo\n') }),
      message: /lay over the claim/,
      fixed: { text: workload({ image: 'mongo:8.0', mounts: at('/data/db', '              subPath: mongo/db\n') }) },
    },
    {
      name: "Cassandra's data files without their commit log",
      text: workload({ image: 'cassandra:4.1', mounts: at('⟦/var/lib/cassandra/data⟧') }),
      message: /its commit log does not: it lies in \/var\/lib\/cassandra\/commitlog/,
      severity: 'warning',
      fixed: { text: workload({ image: 'cassandra:4.1', mounts: at('/var/lib/cassandra') }) },
    },
    {
      name: 'PostgreSQL 17 with the claim one directory too high',
      text: workload({ image: 'postgres:17.2', mounts: at('⟦/var/lib/postgresql⟧') }),
      fixed: {
        text: workload({
          image: 'postgres:17.2',
          mounts: at('/var/lib/postgresql/data', '              subPath: data\n'),
        }),
      },
    },
    {
      name: 'PGDATA moves the directory away from the claim',
      text: workload({
        image: 'postgres:16',
        more: '          env: [{ name: PGDATA, value: /srv/pg }]\n',
        mounts: at('⟦/var/lib/postgresql/data⟧'),
      }),
      message: /PGDATA says so/,
      fixed: {
        text: workload({
          image: 'postgres:16',
          more: '          env: [{ name: PGDATA, value: /srv/pg }]\n',
          mounts: at('/srv/pg'),
        }),
        others: ['storage/pgdata-mount-root'],
      },
    },
    {
      name: 'a mounted option file moves the data of MySQL',
      text: workload({
        image: 'mysql:8.4',
        mounts: `${at('⟦/var/lib/mysql⟧')}            - { name: conf, mountPath: /etc/mysql/conf.d }\n`,
        volumes: '      volumes: [{ name: conf, configMap: { name: conf } }]\n',
      }),
      files: {
        'conf.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: conf }\ndata:\n  my.cnf: |\n    [mysqld]\n    datadir=/srv/mysql\n',
      },
      message: /datadir in an option file says so/,
    },
  ],
  silent: [
    {
      name: 'Cassandra with data and commit log',
      text: workload({ image: 'cassandra:4.1', mounts: at('/var/lib/cassandra') }),
    },
    {
      name: 'Cassandra with a volume for each',
      text: workload({
        image: 'cassandra:4.1',
        mounts: at(
          '/var/lib/cassandra/data',
          '            - { name: data, mountPath: /var/lib/cassandra/commitlog, subPath: log }\n',
        ),
      }),
    },
    { name: 'PostgreSQL 18 at its place', text: workload({ image: 'postgres:18', mounts: at('/var/lib/postgresql') }) },
    {
      name: 'PostgreSQL 17 at its place',
      text: workload({ image: 'postgres:17', mounts: at('/var/lib/postgresql/data') }),
    },
    {
      name: 'PGDATA below a mount of its own',
      text: workload({
        image: 'postgres:15',
        more: '          env: [{ name: PGDATA, value: /data/pgdata }]\n',
        mounts: at('/data'),
      }),
    },
    {
      name: 'an image of which nothing is known',
      text: workload({ image: 'registry.corp/dba/postgres-custom:3', mounts: at('/srv/data') }),
    },
    {
      name: 'variables out of sight may say where the data goes',
      text: workload({
        image: 'postgres:16',
        more: '          envFrom: [{ configMapRef: { name: elsewhere } }]\n',
        mounts: at('/var/lib/pgsql/data'),
      }),
    },
    {
      name: 'a claim for backups beside the data',
      text: workload({ image: 'mysql:8.4', mounts: at('/backups') }),
    },
    {
      name: 'the data is on a mount of its own, the claim holds the WAL archive',
      text: workload({
        image: 'postgres:17',
        mounts: `${at('/wal-archive')}            - { name: pg, mountPath: /var/lib/postgresql/data }\n`,
        volumes: '      volumes: [{ name: pg, persistentVolumeClaim: { claimName: pg } }]\n',
      }),
    },
  ],
});
