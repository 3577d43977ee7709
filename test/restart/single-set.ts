// A PostgreSQL of one member, with a budget that never lets it go.

const labels = { app: 'orders' };
const selector = { matchLabels: labels };

const container = {
  name: 'postgresql',
  image: 'postgres:16',
  env: [
    { name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' },
    { name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { name: 'orders', key: 'password' } } },
  ],
  readinessProbe: {
    exec: { command: ['pg_isready', '-h', '127.0.0.1', '-U', 'postgres'] },
    periodSeconds: 1,
    timeoutSeconds: 10,
  },
  volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
};

const claim = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};

/** Objects for `kubectl apply`. */
export const singleSet: readonly object[] = [
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'orders' }, stringData: { password: 'practice' } },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'orders' },
    spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: labels, ports: [{ port: 5432 }] },
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'orders' },
    spec: { minAvailable: 1, selector },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'orders' },
    spec: {
      replicas: 1,
      serviceName: 'orders',
      selector,
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 30,
          securityContext: { runAsUser: 999, runAsGroup: 999, fsGroup: 999 },
          containers: [container],
        },
      },
      volumeClaimTemplates: [claim],
    },
  },
];
