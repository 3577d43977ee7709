import type { Database } from '../../../engines/model/database.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import type { Fix, Severity } from '../rule.ts';
import { databaseRule } from '../rule.ts';
import { isTypo } from './edit-distance.ts';
import { headlessService, isHeadless, isMeantBy } from './headless-service.ts';
import { nameOfWorkload, speaksForWorkload } from './speaker.ts';

export const serviceNotFound = databaseRule({
  id: 'workload/service-not-found',
  severity: 'warning',
  title: 'The governing Service does not exist',
  why: `\`serviceName\` is only a name: Kubernetes does not create the Service, and accepts the StatefulSet without it. Until a headless
Service of exactly that name selects the pods, names like \`db-0.db\` do not resolve. Replicas cannot reach their primary, members of a
cluster cannot find each other, and clients that were given these names get «no such host».`,
  when: `Fires when \`serviceName\` names no Service of the same namespace in the workspace: a warning where other Services are in sight,
information where there is none at all or only a part of the deployment can be seen. Silent for templated names, and where a Service
with a templated name may be the one.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id',
    'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pods',
  ],
  whenItRuns: `Look first whether the cluster has a Service of that name, made elsewhere: \`kubectl get service NAME\`. If it does, its manifest is
missing here, and another one of the same name would change its ports and selector under its clients. If there is none, creating it
disturbs nothing: the members get their names as soon as it is there. To use another Service
instead, replace the StatefulSet, as \`serviceName\` cannot be changed on an existing one:

1. \`kubectl delete statefulset NAME --cascade=orphan\`: the pods go on running.
2. Apply the StatefulSet with the other name; it adopts the pods.
3. \`kubectl rollout restart statefulset NAME\`: each pod gets its new DNS name when it is restarted.`,
  live: ['Service'],
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  selector:
    matchLabels:
      app: mysql
  template:
    metadata:
      labels:
        app: mysql
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
---
apiVersion: v1
kind: Service
metadata:
  name: mysql-service
spec:
  selector:
    app: mysql
  ports:
    - port: 3306
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  selector:
    matchLabels:
      app: mysql
  template:
    metadata:
      labels:
        app: mysql
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
---
apiVersion: v1
kind: Service
metadata:
  name: mysql
spec:
  clusterIP: None
  selector:
    app: mysql
  ports:
    - port: 3306
`,
  },
  *check(database, context) {
    const { workload, services } = database;
    const name = services.governingName.string();
    if (workload.kind !== 'StatefulSet' || name === undefined || name === '') return;
    if (services.governing !== undefined || !speaksForWorkload(database, context)) return;
    const { lookup } = context;
    const others = lookup.all('Service', workload.object);
    if (others.some((service) => service.name === undefined)) return;
    const severity: Severity = others.length === 0 || lookup.partial ? 'info' : 'warning';
    const [selecting] = services.selecting;
    yield {
      source: services.governingName.source,
      severity,
      message: messageOf(database, name, selecting),
      thing: 'service',
      ...(selecting === undefined
        ? {}
        : { related: [{ source: nameOf(selecting), message: 'The Service that selects the pods' }] }),
      fixes: fixesOf(database, name, lookup),
    };
  },
});

function messageOf(database: Database, name: string, selecting: KubeObject | undefined): string {
  const { engine } = database;
  const who = nameOfWorkload(database);
  const other =
    selecting?.name === undefined ? '' : ` (the Service that selects its pods is called '${selecting.name}')`;
  return `${who} names the governing Service '${name}', and there is none of that name in sight${other}: the ${engine.name} members get no DNS names, so nobody can reach a member by name.`;
}

function fixesOf(database: Database, name: string, lookup: ObjectLookup): Fix[] {
  const { object } = database.workload;
  const fixes: Fix[] = [];
  const service = headlessService(database, name, lookup);
  if (service !== undefined) {
    fixes.push({
      title: `Create the headless Service '${name}' (only if the cluster has none of that name)`,
      // The one meant may come from elsewhere: this one would take its selector and ports, or be refused for its clusterIP.
      kind: 'careful',
      apply: (editor) => {
        editor.addDocument(object, service);
      },
    });
  }
  const meant = lookup
    .all('Service', object)
    .find(
      (other) =>
        isHeadless(other) &&
        isMeantBy(other, object, lookup) &&
        (database.services.selecting.includes(other) || (other.name !== undefined && isTypo(name, other.name))),
    );
  if (meant?.name !== undefined) {
    const to = meant.name;
    fixes.push({
      title: `Name the headless Service '${to}' instead (only before the first start)`,
      kind: 'careful',
      apply: (editor) => {
        editor.set(object, ['spec', 'serviceName'], to);
      },
    });
  }
  return fixes;
}

function nameOf(service: KubeObject) {
  return { object: service, path: ['metadata', 'name'] };
}
