import type { StubCluster } from '../editor/stub-cluster.ts';

type StubObject = Parameters<StubCluster['put']>[0];

export const DATABASES = 300;
export const MEMBERS = 10;
const NODES = 30;
const NAMESPACES = 30;

const number = (index: number, of: number): string => String(index % of).padStart(3, '0');

export const namespaceOf = (database: number): string => `team-${number(database, NAMESPACES)}`;
export const nameOf = (database: number): string => `orders-${number(database, DATABASES)}`;

/** Everything but the pods: workloads, claims, volumes, Services, endpoints, nodes. */
export function* surroundings(): Generator<StubObject> {
  for (let node = 0; node < NODES; node += 1) yield nodeObject(node);
  for (let database = 0; database < DATABASES; database += 1) {
    const [namespace, name] = [namespaceOf(database), nameOf(database)];
    yield statefulSet(namespace, name);
    yield serviceObject(namespace, name);
    yield endpoints(namespace, name);
    for (let ordinal = 0; ordinal < MEMBERS; ordinal += 1) {
      yield claimObject(namespace, `data-${name}-${ordinal}`);
      yield volumeObject(namespace, `data-${name}-${ordinal}`);
    }
  }
}

/** The spec that templates and pods share. */
export function podSpec(name: string): Record<string, unknown> {
  const variables = Array.from({ length: 15 }, (_, index) => ({
    name: `SETTING_${index}`,
    value: `value-${index}-of-${name}`,
  }));
  const probe = {
    exec: { command: ['pg_isready', '-U', 'postgres'] },
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
  };
  return {
    terminationGracePeriodSeconds: 120,
    securityContext: { fsGroup: 999, runAsUser: 999 },
    containers: [
      {
        name: 'postgres',
        image: 'postgres:16.4',
        args: ['-c', 'max_connections=200', '-c', 'shared_buffers=1GB'],
        env: [...variables, { name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { name, key: 'password' } } }],
        ports: [{ containerPort: 5432, protocol: 'TCP' }],
        readinessProbe: probe,
        livenessProbe: { ...probe, failureThreshold: 6 },
        resources: { requests: { cpu: '1', memory: '4Gi' }, limits: { memory: '4Gi' } },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
      },
      {
        name: 'exporter',
        image: 'quay.io/prometheuscommunity/postgres-exporter:v0.15.0',
        env: variables.slice(0, 5),
        ports: [{ containerPort: 9187, protocol: 'TCP' }],
        terminationMessagePath: '/dev/termination-log',
      },
    ],
  };
}

function statefulSet(namespace: string, name: string): StubObject {
  return {
    kind: 'StatefulSet',
    metadata: { name, namespace, uid: `set-${name}`, labels: { app: name }, managedFields: managedFields(20) },
    spec: {
      replicas: MEMBERS,
      serviceName: name,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: podSpec(name) },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '100Gi' } } },
        },
      ],
    },
    status: { replicas: MEMBERS, readyReplicas: MEMBERS },
  };
}

/** A pod as the API gives it, about 6 KB. */
export function podObject(database: number, ordinal: number, restarts: number): StubObject {
  const [namespace, name] = [namespaceOf(database), nameOf(database)];
  const podName = `${name}-${ordinal}`;
  const time = '2026-11-22T10:00:00Z';
  const condition = (type: string) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: time });
  const container = (one: string, count: number) => ({
    name: one,
    ready: true,
    started: true,
    restartCount: count,
    image: `docker.io/library/${one}:16.4`,
    imageID: `docker.io/library/${one}@sha256:${'0123456789abcdef'.repeat(4)}`,
    containerID: `containerd://${'fedcba9876543210'.repeat(4)}`,
    state: { running: { startedAt: time } },
    lastState: {},
  });
  return {
    kind: 'Pod',
    metadata: {
      name: podName,
      namespace,
      uid: `pod-${podName}`,
      generateName: `${name}-`,
      labels: {
        app: name,
        'apps.kubernetes.io/pod-index': String(ordinal),
        'controller-revision-hash': `${name}-5c9f7c6d8b`,
        'statefulset.kubernetes.io/pod-name': podName,
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          name,
          uid: `set-${name}`,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: managedFields(30),
    },
    spec: {
      ...podSpec(name),
      nodeName: `node-${number(database + ordinal, NODES)}`,
      hostname: podName,
      subdomain: name,
      serviceAccountName: 'default',
      schedulerName: 'default-scheduler',
      tolerations: ['not-ready', 'unreachable'].map((key) => ({
        key: `node.kubernetes.io/${key}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
      volumes: [
        { name: 'data', persistentVolumeClaim: { claimName: `data-${podName}` } },
        {
          name: 'kube-api-access-x7k2p',
          projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3607 } }] },
        },
      ],
    },
    status: {
      phase: 'Running',
      hostIP: '10.0.0.1',
      podIP: `10.${database % 250}.${ordinal}.7`,
      podIPs: [{ ip: `10.${database % 250}.${ordinal}.7` }],
      qosClass: 'Burstable',
      startTime: time,
      conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(
        condition,
      ),
      containerStatuses: [container('postgres', restarts), container('exporter', 0)],
    },
  };
}

/** What `kubectl apply` and controllers leave in an object: a third of what the API sends. */
function managedFields(fields: number): unknown {
  const owned = Object.fromEntries(
    Array.from({ length: fields }, (_, index) => [`f:field-${index}`, { 'f:value': {}, '.': {} }]),
  );
  return [
    {
      manager: 'kube-controller-manager',
      operation: 'Update',
      apiVersion: 'v1',
      time: '2026-11-22T10:00:00Z',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': owned },
    },
  ];
}

function claimObject(namespace: string, name: string): StubObject {
  return {
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace, labels: { app: name } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'standard',
      volumeName: `pv-${name}`,
      resources: { requests: { storage: '100Gi' } },
    },
    status: { phase: 'Bound', capacity: { storage: '100Gi' } },
  };
}

function volumeObject(namespace: string, claim: string): StubObject {
  return {
    kind: 'PersistentVolume',
    metadata: { name: `pv-${claim}` },
    spec: {
      capacity: { storage: '100Gi' },
      storageClassName: 'standard',
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: { kind: 'PersistentVolumeClaim', namespace, name: claim },
    },
    status: { phase: 'Bound' },
  };
}

function serviceObject(namespace: string, name: string): StubObject {
  return {
    kind: 'Service',
    metadata: { name, namespace },
    spec: { clusterIP: 'None', selector: { app: name }, ports: [{ port: 5432 }] },
  };
}

function endpoints(namespace: string, name: string): StubObject {
  return {
    kind: 'EndpointSlice',
    metadata: { name: `${name}-x`, namespace, labels: { 'kubernetes.io/service-name': name } },
    endpoints: Array.from({ length: MEMBERS }, (_, ordinal) => ({
      addresses: [`10.0.${ordinal}.1`],
      conditions: { ready: true },
      targetRef: { kind: 'Pod', namespace, name: `${name}-${ordinal}` },
    })),
  };
}

function nodeObject(index: number): StubObject {
  return {
    kind: 'Node',
    metadata: { name: `node-${number(index, NODES)}`, labels: { 'topology.kubernetes.io/zone': `zone-${index % 3}` } },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  };
}
