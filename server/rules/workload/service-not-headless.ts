import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import type { Fix } from '../rule.ts';
import { databaseRule } from '../rule.ts';
import { headlessInSight, headlessService } from './headless-service.ts';
import { publishForPeers } from './publish-unready.ts';
import { nameOfWorkload, speaksForWorkload } from './speaker.ts';

export const serviceNotHeadless = databaseRule({
  id: 'workload/service-not-headless',
  severity: 'warning',
  title: 'The governing Service is not headless',
  why: `A StatefulSet's \`serviceName\` must point at a headless Service (\`clusterIP: None\`). Only that gives each member a DNS name of
its own. Through a Service with a cluster IP every connection goes to any member: a write may land on a replica, and a replica that
looks for its primary may be connected to itself.`,
  when: `Fires when the Service that \`serviceName\` names is in sight and has a cluster IP. Silent where a template decides on it, and
for a Service without a selector, whose endpoints Patroni or an operator keeps.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations',
    'https://kubernetes.io/docs/concepts/services-networking/service/#headless-services',
  ],
  whenItRuns: `Neither the \`clusterIP\` of an existing Service nor the \`serviceName\` of an existing StatefulSet can be changed. To make
the Service headless:

1. Look who uses it: clients that reach the database through a port that differs from the container's, or through its IP address, need
   a Service of their own first. A headless Service has no port mapping and no address.
2. \`kubectl delete service NAME\`, and at once apply the headless one. Open connections go on; new ones fail for the moment in between.
3. \`kubectl rollout restart statefulset NAME\`, so that the members get their DNS names.

To keep the Service and add a headless one beside it: apply the new Service, \`kubectl delete statefulset NAME --cascade=orphan\`
(pods and claims stay), apply the StatefulSet with the new \`serviceName\`, restart its pods one after the other.`,
  examples: {
    bad: `apiVersion: v1
kind: Service
metadata:
  name: postgres
spec:
  selector:
    app: postgres
  ports:
    - port: 5432
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
spec:
  serviceName: postgres
  selector:
    matchLabels:
      app: postgres
  template:
    metadata:
      labels:
        app: postgres
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
`,
    good: `apiVersion: v1
kind: Service
metadata:
  name: postgres
spec:
  clusterIP: None
  selector:
    app: postgres
  ports:
    - port: 5432
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
spec:
  serviceName: postgres
  selector:
    matchLabels:
      app: postgres
  template:
    metadata:
      labels:
        app: postgres
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
`,
  },
  *check(database, context) {
    const { workload, services } = database;
    const { governing } = services;
    if (workload.kind !== 'StatefulSet' || governing === undefined || !speaksForWorkload(database, context)) return;
    const spec = new Field(governing).at('spec');
    const clusterIP = spec.at('clusterIP');
    if (spec.at('selector').absent) return;
    if (!clusterIP.absent && (!clusterIP.known || clusterIP.string() === 'None')) return;
    yield {
      source: services.governingName.source,
      message: `${nameOfWorkload(database)} is governed by the Service '${governing.name ?? ''}', which has a cluster IP: ${fate(database)}.`,
      thing: 'service',
      related: [
        {
          source: clusterIP.exists ? clusterIP.source : { object: governing, path: ['metadata', 'name'] },
          message: 'The Service with a cluster IP',
        },
      ],
      fixes: [...makeHeadless(governing, database), ...governByAnother(database, context.lookup)],
    };
  },
});

/** Not for Services that map ports or are open to the outside: those cannot be headless, or their clients would lose them. */
function makeHeadless(service: KubeObject, database: Database): Fix[] {
  const spec = new Field(service).at('spec');
  const type = spec.at('type');
  const isPlain = type.absent || type.string() === 'ClusterIP';
  const mapsPorts = spec
    .at('ports')
    .items()
    .some(
      (port) => port.at('targetPort').number() !== undefined && port.at('targetPort').value !== port.at('port').value,
    );
  if (!isPlain || mapsPorts) return [];
  return [
    {
      title: `Make the Service '${service.name ?? ''}' headless (only before the first start)`,
      kind: 'careful',
      apply: (editor) => {
        const clusterIP = spec.at('clusterIP');
        if (clusterIP.exists) editor.set(service, clusterIP.path, 'None');
        else
          editor.insert(service, clusterIP.path, 'None', { before: spec.at('selector').exists ? 'selector' : 'ports' });
        publishForPeers(editor, service, database);
      },
    },
  ];
}

/** Leaves the Service to its clients and governs the members by a headless one. */
function governByAnother(database: Database, lookup: ObjectLookup): Fix[] {
  const { object, name } = database.workload;
  const existing = headlessInSight(database, lookup);
  const fresh = name === undefined ? undefined : `${name}-headless`;
  const isFree = fresh !== undefined && lookup.named('Service', object, fresh).length === 0;
  const to = existing?.name ?? (isFree ? fresh : undefined);
  const service = to === undefined ? undefined : headlessService(database, to, lookup);
  if (to === undefined || (existing === undefined && service === undefined)) return [];
  return [
    {
      title:
        existing === undefined
          ? `Add the headless Service '${to}' and let it govern (only before the first start)`
          : `Let the headless Service '${to}' govern (only before the first start)`,
      kind: 'careful',
      apply: (editor) => {
        editor.set(object, ['spec', 'serviceName'], to);
        if (existing !== undefined) publishForPeers(editor, existing, database);
        else if (service !== undefined) editor.addDocument(object, service);
      },
    },
  ];
}

/** What it means for one member, and for several. */
function fate({ engine, members }: Database): string {
  return members.count === 1
    ? `the ${engine.name} pod gets no DNS name of its own, and once there is a second member nobody can tell the two apart`
    : `the ${engine.name} members get no DNS names of their own, and a connection to it reaches any of them`;
}
