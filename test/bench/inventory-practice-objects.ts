import { DATABASES, MEMBERS, nameOf, podSpec } from './inventory-objects.ts';

/** The namespaces of this bench: nothing else bears this prefix. */
export const PREFIX = 'bench-inventory-';
const NAMESPACES = 5;

export const namespaces: readonly string[] = Array.from({ length: NAMESPACES }, (_, index) => `${PREFIX}${index}`);

/** All databases by their number. */
export const databases: readonly number[] = Array.from({ length: DATABASES }, (_, index) => index);

export function namespaceOf(database: number): string {
  return `${PREFIX}${database % NAMESPACES}`;
}

/** A pod that is held back from the scheduler: it exists, and costs no node anything. https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/ */
function heldSpec(name: string): Record<string, unknown> {
  return {
    ...podSpec(name),
    schedulingGates: [{ name: 'bench.example/never' }],
    automountServiceAccountToken: false,
    volumes: [{ name: 'data', emptyDir: {} }],
  };
}

/** `OnDelete`: the controller leaves pods as they are, be they of which revision they may. */
export function setOf(database: number): unknown {
  const name = nameOf(database);
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas: MEMBERS,
      serviceName: name,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'OnDelete' },
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: heldSpec(name) },
    },
  };
}

export function serviceOf(database: number): unknown {
  const name = nameOf(database);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { clusterIP: 'None', selector: { app: name }, ports: [{ port: 5432 }] },
  };
}

/** A pod just as its StatefulSet's controller would make it, which makes 20 a second at most. */
export function podOf(database: number, ordinal: number, setUid: string): unknown {
  const name = nameOf(database);
  const podName = `${name}-${ordinal}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podName,
      generateName: `${name}-`,
      labels: {
        app: name,
        'apps.kubernetes.io/pod-index': String(ordinal),
        'controller-revision-hash': `${name}-5c9f7c6d8b`,
        'statefulset.kubernetes.io/pod-name': podName,
      },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'StatefulSet', name, uid: setUid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: { ...heldSpec(name), hostname: podName, subdomain: name },
  };
}

/** What the kubelet would say after so many restarts. No kubelet has this pod, so nobody says otherwise. */
export function restarted(restarts: number): unknown {
  const container = (name: string, restartCount: number): unknown => ({
    name,
    restartCount,
    ready: false,
    image: `docker.io/library/${name}:16.4`,
    imageID: '',
    state: { waiting: { reason: 'ContainerCreating' } },
  });
  return { status: { containerStatuses: [container('postgres', restarts), container('exporter', 0)] } };
}
