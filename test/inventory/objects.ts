// Live objects as the API gives them, cut to what tests need.
import type { ApiObject } from '../../core/cluster/connection.ts';
import type { Json } from '../../engines/model/object.ts';

type Fields = Readonly<Record<string, Json>>;

export interface SetOptions {
  readonly name?: string;
  readonly namespace?: string;
  readonly replicas?: number;
  readonly image?: string;
  readonly container?: Fields;
  readonly spec?: Fields;
}

const LABELS = (name: string): Fields => ({ app: name });

function podSpec({ image = 'postgres:16.4', container = {} }: SetOptions): Fields {
  return {
    containers: [
      {
        name: 'postgres',
        image,
        ports: [{ containerPort: 5432 }],
        env: [{ name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' }],
        volumeMounts: [{ name: 'data', mountPath: '/var/lib/postgresql/data' }],
        ...container,
      },
    ],
  };
}

/** A StatefulSet of PostgreSQL with a claim template `data`. */
export function statefulSet(options: SetOptions = {}): ApiObject {
  const { name = 'db', namespace = 'shop', replicas = 1, spec = {} } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, labels: LABELS(name), uid: `set-${namespace}-${name}` },
    spec: {
      replicas,
      serviceName: name,
      selector: { matchLabels: LABELS(name) },
      template: { metadata: { labels: LABELS(name) }, spec: podSpec(options) },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
        },
      ],
      ...spec,
    },
  };
}

export interface PodOptions extends SetOptions {
  readonly ordinal?: number;
  readonly ready?: boolean;
  readonly uid?: string;
  readonly labels?: Fields;
  readonly metadata?: Fields;
  readonly status?: Fields;
  /** The state of its container: `{ running: { startedAt } }`. */
  readonly state?: Fields;
  readonly restarts?: number;
  readonly node?: string;
}

export const STARTED = '2026-11-22T10:00:00Z';

/** A pod of that StatefulSet, running and ready unless it is said otherwise. */
export function pod(options: PodOptions = {}): ApiObject {
  const {
    name = 'db',
    namespace = 'shop',
    ordinal = 0,
    ready = true,
    labels = {},
    metadata = {},
    status = {},
  } = options;
  const podName = `${name}-${ordinal}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podName,
      namespace,
      uid: options.uid ?? `pod-${namespace}-${podName}`,
      labels: {
        ...LABELS(name),
        'apps.kubernetes.io/pod-index': String(ordinal),
        'statefulset.kubernetes.io/pod-name': podName,
        ...labels,
      },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'StatefulSet', name, uid: `set-${namespace}-${name}`, controller: true },
      ],
      ...metadata,
    },
    spec: {
      nodeName: options.node ?? 'node-a',
      ...podSpec(options),
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: `data-${podName}` } }],
    },
    status: {
      phase: 'Running',
      podIP: `10.0.0.${ordinal + 10}`,
      startTime: STARTED,
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: ready ? 'True' : 'False' },
      ],
      containerStatuses: [
        {
          name: 'postgres',
          ready,
          restartCount: options.restarts ?? 0,
          state: options.state ?? { running: { startedAt: STARTED } },
        },
      ],
      ...status,
    },
  };
}

export function claim(
  name: string,
  more: {
    readonly namespace?: string;
    readonly labels?: Fields;
    readonly phase?: string;
    readonly metadata?: Fields;
  } = {},
): ApiObject {
  const { namespace = 'shop', labels = {}, phase = 'Bound', metadata = {} } = more;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace, labels, ...metadata },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'standard',
      volumeName: `pv-${name}`,
      resources: { requests: { storage: '10Gi' } },
    },
    status: { phase, ...(phase === 'Bound' && { capacity: { storage: '12Gi' } }) },
  };
}

export function volume(
  claimName: string,
  more: { readonly namespace?: string; readonly phase?: string; readonly policy?: string } = {},
): ApiObject {
  const { namespace = 'shop', phase = 'Bound', policy = 'Retain' } = more;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pv-${claimName}` },
    spec: {
      capacity: { storage: '12Gi' },
      storageClassName: 'standard',
      persistentVolumeReclaimPolicy: policy,
      claimRef: { kind: 'PersistentVolumeClaim', namespace, name: claimName },
    },
    status: { phase },
  };
}

export function service(name: string, selector: Fields | undefined, spec: Fields = {}, namespace = 'shop'): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { ports: [{ port: 5432 }], clusterIP: '10.1.0.1', ...(selector && { selector }), ...spec },
  };
}

export function slice(
  serviceName: string,
  pods: readonly (readonly [pod: string, ready: boolean])[],
  namespace = 'shop',
): ApiObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${serviceName}-x`, namespace, labels: { 'kubernetes.io/service-name': serviceName } },
    endpoints: pods.map(([name, ready]) => ({
      addresses: ['10.0.0.1'],
      conditions: { ready },
      targetRef: { kind: 'Pod', name, namespace },
    })),
  };
}

export function node(name: string, zone: string, ready = true): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'topology.kubernetes.io/zone': zone } },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'Unknown' }] },
  };
}
