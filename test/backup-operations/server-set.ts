// A PostgreSQL of one member, with its password in a Secret, and a claim for backups beside it.

export const PASSWORD = 'it\'s "practice" \\ $x';

/** Objects for `kubectl apply`. */
export function postgresqlSet(image: string): object[] {
  const labels = { app: 'orders' };
  const claim = (name: string): object => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
  const ready = { exec: { command: ['pg_isready', '-h', '127.0.0.1', '-U', 'postgres'] }, periodSeconds: 1 };
  return [
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'orders' }, stringData: { password: PASSWORD } },
    claim('backups'),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'orders' },
      spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: labels, ports: [{ port: 5432 }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'orders' },
      spec: {
        replicas: 1,
        serviceName: 'orders',
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 10,
            securityContext: { runAsUser: 999, runAsGroup: 999, fsGroup: 999 },
            containers: [
              {
                name: 'postgresql',
                image,
                env: [
                  { name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' },
                  { name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { name: 'orders', key: 'password' } } },
                ],
                readinessProbe: ready,
                volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
              },
            ],
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
}
