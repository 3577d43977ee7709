// A PostgreSQL as people write it by hand: a plain StatefulSet whose standbys copy pod 0 once and follow it by its own name, with a slot for each.
import { SOUND, type SoundDatabase } from '../topologies/sound-databases.ts';

const [sound] = SOUND;
if (sound?.folder !== 'postgresql') throw new Error('PostgreSQL comes first among the sound ones');

export const PLAIN: SoundDatabase = {
  ...sound,
  name: 'plain-db',
  members: 'plain-db',
  readWrite: 'plain-db-write',
  readOnly: 'plain-db',
};

const ACCOUNTS = `
set -e
echo 'host replication replicator all scram-sha-256' >> "$PGDATA/pg_hba.conf"
psql -XqU postgres <<SQL
CREATE ROLE app LOGIN PASSWORD '$APP_PASSWORD';
CREATE DATABASE orders OWNER app;
CREATE ROLE replicator LOGIN REPLICATION PASSWORD '$REPLICATION_PASSWORD';
SQL
`;

// pg_basebackup writes the password and application_name into primary_conninfo.
const COPY = `
set -e
[ ! -s "$PGDATA/PG_VERSION" ] || exit 0
case $HOSTNAME in *-0) exit 0 ;; esac
export PGPASSWORD="$REPLICATION_PASSWORD" PGAPPNAME="$HOSTNAME"
slot=$(echo "$HOSTNAME" | tr - _)
until pg_basebackup -w -h plain-db-0.plain-db -U replicator -D "$PGDATA" -X stream -R -C -S "$slot"; do rm -rf "$PGDATA"; sleep 1; done
`;

const secret = (name: string, key: string): object => ({
  name,
  valueFrom: { secretKeyRef: { name: PLAIN.name, key } },
});

const service = (name: string, spec: object): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { ...spec, ports: [{ name: 'postgresql', port: 5432 }] },
});

const container = (name: string): object => ({
  name,
  image: 'postgres:16',
  env: [
    { name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' },
    secret('POSTGRES_PASSWORD', 'password'),
    secret('APP_PASSWORD', 'app'),
    secret('REPLICATION_PASSWORD', 'replication'),
  ],
  volumeMounts: [
    { name: 'data', mountPath: '/var/lib/postgresql/data' },
    { name: 'accounts', mountPath: '/docker-entrypoint-initdb.d' },
  ],
});

const READY = {
  exec: { command: ['pg_isready', '-h', '127.0.0.1', '-U', 'postgres'] },
  periodSeconds: 2,
  timeoutSeconds: 10,
};

/** The set and its Services; its Secret stands beside it. Whoever changes the roles tells the write Service. */
export const PLAIN_OBJECTS: readonly object[] = [
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'plain-db' }, data: { 'accounts.sh': ACCOUNTS } },
  service('plain-db', { clusterIP: 'None', publishNotReadyAddresses: true, selector: { app: 'plain-db' } }),
  service('plain-db-write', { selector: { 'statefulset.kubernetes.io/pod-name': 'plain-db-0' } }),
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'plain-db' },
    spec: {
      serviceName: 'plain-db',
      replicas: 3,
      selector: { matchLabels: { app: 'plain-db' } },
      template: {
        metadata: { labels: { app: 'plain-db' } },
        spec: {
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: 60,
          securityContext: { runAsNonRoot: true, runAsUser: 999, runAsGroup: 999, fsGroup: 999 },
          initContainers: [{ ...container('copy'), command: ['bash', '-c', COPY] }],
          containers: [
            {
              ...container('postgresql'),
              args: ['-c', 'wal_retrieve_retry_interval=1s'],
              ports: [{ name: 'postgresql', containerPort: 5432 }],
              startupProbe: { ...READY, periodSeconds: 1, failureThreshold: 120 },
              readinessProbe: READY,
            },
          ],
          volumes: [{ name: 'accounts', configMap: { name: 'plain-db' } }],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
  },
];
