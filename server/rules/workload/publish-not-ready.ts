import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import { databaseRule } from '../rule.ts';
import { isHeadless } from './headless-service.ts';
import { CLIENTS_TOO, publishUnready, servesClientsToo } from './publish-unready.ts';
import { speaksForWorkload } from './speaker.ts';

const OLD_ANNOTATION = 'service.alpha.kubernetes.io/tolerate-unready-endpoints';

export const publishNotReady = databaseRule({
  id: 'workload/publish-not-ready',
  severity: 'warning',
  title: 'Peers cannot find a member before it is ready',
  why: `A headless Service gives DNS names to ready pods only. Members of a cluster need each other's names before they can be ready: to
elect a primary, to join, to copy data. After a full stop (a power cut, a node pool upgrade) no member is ready, so no name resolves,
so no member becomes ready. The cluster waits for itself until somebody steps in.

\`publishNotReadyAddresses: true\` gives the names out from the moment a pod has an address. Clients that should reach ready members only
take a Service of their own, without it. The annotation \`service.alpha.kubernetes.io/tolerate-unready-endpoints\` that older manifests carry does
nothing any more since Kubernetes 1.24.`,
  when: `Fires when more than one member of an engine whose members look each other up (a MongoDB replica set, Galera, Cassandra,
Elasticsearch, Patroni) is governed by a headless Service without \`publishNotReadyAddresses: true\`. Silent where the pods have no
readiness probe: they count as ready as soon as they run, and it makes no difference.`,
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/',
    'https://github.com/kubernetes/kubernetes/pull/108020',
    'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec',
  ],
  whenItRuns: `The field can be changed at any time, and no pod restarts for it. But whoever connects by the Service's name is from then on also
sent to members that still start or copy data, and must try again. Drivers that are given all members (MongoDB, Cassandra) do so by
themselves; for other clients make a Service of their own first, without the field, and let them use its name.`,
  examples: {
    bad: `apiVersion: v1
kind: Service
metadata:
  name: cassandra
spec:
  clusterIP: None
  selector:
    app: cassandra
  ports:
    - port: 9042
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cassandra
spec:
  serviceName: cassandra
  replicas: 3
  selector:
    matchLabels:
      app: cassandra
  template:
    metadata:
      labels:
        app: cassandra
    spec:
      containers:
        - name: cassandra
          image: cassandra:4.1
          env:
            - name: CASSANDRA_SEEDS
              value: cassandra-0.cassandra
          readinessProbe:
            exec:
              command: [nodetool, info]
            timeoutSeconds: 10
`,
    good: `apiVersion: v1
kind: Service
metadata:
  name: cassandra
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: cassandra
  ports:
    - port: 9042
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cassandra
spec:
  serviceName: cassandra
  replicas: 3
  selector:
    matchLabels:
      app: cassandra
  template:
    metadata:
      labels:
        app: cassandra
    spec:
      containers:
        - name: cassandra
          image: cassandra:4.1
          env:
            - name: CASSANDRA_SEEDS
              value: cassandra-0.cassandra
          readinessProbe:
            exec:
              command: [nodetool, info]
            timeoutSeconds: 10
`,
  },
  *check(database, ruleContext) {
    const { services, engine, context, replication, members } = database;
    const { governing } = services;
    if (governing === undefined || !isHeadless(governing) || !speaksForWorkload(database, ruleContext)) return;
    if (members.count === undefined || members.count < 2 || !canBeUnready(database)) return;
    if (!engine.topology.peersBeforeReady(context, replication)) return;
    const field = new Field(governing).at('spec', 'publishNotReadyAddresses');
    if (!field.absent && field.boolean() !== false) return;
    const name = governing.name ?? '';
    const isOnly = servesClientsToo(database);
    yield {
      source: services.governingName.source,
      message: `The Service '${name}' gives DNS names to ready pods only${hasOldAnnotation(governing) ? ' (its annotation tolerate-unready-endpoints does nothing since Kubernetes 1.24)' : ''}, and ${engine.name} members look each other up before they are ready: after a full stop they wait for each other and none comes up.`,
      thing: 'service',
      related: [
        {
          source: field.exists ? field.source : { object: governing, path: ['spec', 'clusterIP'] },
          message: 'The Service through which they look each other up',
        },
      ],
      fixes: [
        {
          title: `Publish unready members in the Service '${name}'${isOnly ? ` (${CLIENTS_TOO})` : ''}`,
          kind: isOnly ? 'careful' : 'safe',
          apply: (editor) => {
            publishUnready(editor, governing);
          },
        },
      ],
    };
  },
});

function hasOldAnnotation(service: KubeObject): boolean {
  return new Field(service).at('metadata', 'annotations', OLD_ANNOTATION).exists;
}

/** Without a readiness probe a pod is ready as soon as it runs. */
function canBeUnready({ pod }: Database): boolean {
  return pod.containers.some((container) => !container.init && container.field.at('readinessProbe').exists);
}
