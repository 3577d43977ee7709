// A server of its own with so many pods as it is told, each about as large as a real one. It tells its URL to whoever started it.
import http from 'node:http';
import type { AddressInfo } from 'node:net';

const count = Number(process.argv[2]);

/** A pod of about 6 KB with what real ones carry: managed fields, volumes, probes, conditions. */
function pod(index: number): object {
  const name = `db-${Math.floor(index / 10)}-${index % 10}`;
  const time = '2026-01-01T00:00:00Z';
  const field = {
    manager: 'kube-controller-manager',
    operation: 'Update',
    apiVersion: 'v1',
    time,
    fieldsType: 'FieldsV1',
  };
  const names = Array.from({ length: 40 }, (_, at): [string, object] => [
    `f:field-number-${at}`,
    { '.': {}, 'f:value': {} },
  ]);
  const conditions = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];
  const probe = {
    exec: { command: ['sh', '-c', 'pg_isready -U postgres'] },
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
  };
  const container = (of: string): object => ({
    name: of,
    image: 'registry.example.com/databases/postgres:16.4',
    env: Array.from({ length: 12 }, (_, at) => ({ name: `SETTING_${at}`, value: `value of ${at}` })),
    volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
    livenessProbe: probe,
    readinessProbe: probe,
    startupProbe: probe,
  });
  return {
    metadata: {
      name,
      namespace: `team-${index % 30}`,
      uid: `uid-${index}`,
      resourceVersion: String(1000 + index),
      creationTimestamp: time,
      labels: { app: `db-${Math.floor(index / 10)}`, 'statefulset.kubernetes.io/pod-name': name },
      managedFields: [{ ...field, fieldsV1: Object.fromEntries(names) }],
    },
    spec: {
      nodeName: `node-${index % 50}`,
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: `data-${name}` } }],
      containers: [container('postgres'), container('exporter')],
    },
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      conditions: conditions.map((type) => ({ type, status: 'True', lastTransitionTime: time })),
      containerStatuses: ['postgres', 'exporter'].map((of) => ({
        name: of,
        ready: true,
        restartCount: 0,
        image: 'postgres',
      })),
    },
  };
}

const items = Array.from({ length: count }, (_, index) => pod(index));
const server = http.createServer((request, response) => {
  const search = new URL(request.url ?? '/', 'http://stub').searchParams;
  response.setHeader('Content-Type', 'application/json');
  if (request.url === '/version') response.end('{"gitVersion":"v1.36.3"}');
  else if (search.has('watch')) response.flushHeaders();
  else {
    const from = Number(search.get('continue') ?? 0);
    const to = from + Number(search.get('limit') ?? items.length);
    const metadata = { resourceVersion: '9999', ...(to < items.length ? { continue: String(to) } : {}) };
    response.end(JSON.stringify({ kind: 'PodList', metadata, items: items.slice(from, to) }));
  }
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
