import { textsOf } from '../../../engines/configuration/pod-texts.ts';
import type { Database } from '../../../engines/model/database.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import type { Fix } from '../rule.ts';
import { databaseRule } from '../rule.ts';
import { freeServiceName, headlessInSight, headlessService } from './headless-service.ts';
import { publishForPeers } from './publish-unready.ts';
import { nameOfWorkload, speaksForWorkload } from './speaker.ts';

export const serviceNameMissing = databaseRule({
  id: 'workload/service-name-missing',
  severity: 'warning',
  title: 'StatefulSet without a governing Service',
  why: `The members of a StatefulSet get DNS names of their own (\`db-0.db\`, \`db-1.db\`) only through the headless Service that
\`serviceName\` names. Without it the API server accepts the object all the same, but a member can be reached by its IP address alone,
and that changes with every restart. A replica cannot name its primary, members of a cluster cannot find each other again.

The field cannot be changed later without replacing the StatefulSet, so it belongs into the first version.`,
  when: `Fires for a StatefulSet with no \`serviceName\` that runs more than one member, or whose own manifest addresses a member by name.
Silent for one member that nothing addresses by name, and where a template or base may set it.`,
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id'],
  whenItRuns: `\`serviceName\` cannot be changed on an existing StatefulSet. Replace the object and leave its pods and claims alone:

1. Apply the headless Service.
2. \`kubectl delete statefulset NAME --cascade=orphan\`: the pods go on running.
3. Apply the StatefulSet with \`serviceName\`. It adopts the pods; they get their DNS names when they are restarted, one after the other
   (\`kubectl rollout restart statefulset NAME\`).`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  replicas: 3
  selector:
    matchLabels:
      app: mongo
  template:
    metadata:
      labels:
        app: mongo
    spec:
      containers:
        - name: mongo
          image: mongo:7.0
          args: [--replSet, rs0, --bind_ip_all]
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  serviceName: mongo
  replicas: 3
  selector:
    matchLabels:
      app: mongo
  template:
    metadata:
      labels:
        app: mongo
    spec:
      containers:
        - name: mongo
          image: mongo:7.0
          args: [--replSet, rs0, --bind_ip_all]
---
apiVersion: v1
kind: Service
metadata:
  name: mongo
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: mongo
  ports:
    - name: mongodb
      port: 27017
`,
  },
  *check(database, context) {
    const { workload, services, members, engine } = database;
    const { governingName } = services;
    if (workload.kind !== 'StatefulSet' || !speaksForWorkload(database, context)) return;
    if (!governingName.absent && governingName.value !== '') return;
    if (members.count === undefined || members.count === 0) return;
    if (members.count === 1 && !addressesMember(database)) return;
    const fix = addServiceName(database, context.lookup);
    yield {
      source: governingName.exists ? governingName.source : workload.root.at('kind').source,
      message: `${nameOfWorkload(database)} names no governing Service: its ${members.count === 1 ? `${engine.name} member has` : `${members.count} ${engine.name} members have`} no stable DNS name, only IP addresses that change with every restart.`,
      thing: 'service',
      fixes: fix === undefined ? [] : [fix],
    };
  },
});

/** True when something in the pod calls a member by the name that a governing Service would give it: `db-0.db`. */
function addressesMember({ workload, pod }: Database): boolean {
  if (workload.name === undefined) return false;
  const member = `${workload.name}-0.`;
  return (
    textsOf(pod).some(({ text }) => text.includes(member)) ||
    pod.containers.some((container) =>
      [...container.environment.variables.values()].some((variable) => variable.value?.includes(member)),
    )
  );
}

function addServiceName(database: Database, lookup: ObjectLookup): Fix | undefined {
  const { object } = database.workload;
  const existing = headlessInSight(database, lookup);
  const name = existing?.name ?? freeServiceName(database, lookup);
  const service = name === undefined ? undefined : headlessService(database, name, lookup);
  if (name === undefined || (existing === undefined && service === undefined)) return undefined;
  return {
    title:
      existing === undefined
        ? `Add serviceName and the headless Service '${name}' (only before the first start)`
        : `Add serviceName: ${name} (only before the first start)`,
    kind: 'careful',
    apply: (editor) => {
      editor.set(object, ['spec', 'serviceName'], name);
      if (existing !== undefined) publishForPeers(editor, existing, database);
      else if (service !== undefined) editor.addDocument(object, service);
    },
  };
}
