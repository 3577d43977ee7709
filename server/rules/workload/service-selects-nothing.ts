import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import type { Fix } from '../rule.ts';
import { databaseRule } from '../rule.ts';
import { selectorLabels } from './headless-service.ts';
import { haveOtherPods, selectsOtherPods } from './other-pods.ts';
import { nameOfWorkload, speaksForWorkload } from './speaker.ts';

/** Labels that controllers put on pods; no manifest writes them. */
const SET_BY_CONTROLLERS =
  /^(?:statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index|controller-revision-hash|pod-template-hash)$/u;
/** Labels that Patroni, sidecars and operators put on the pod that leads at the moment. */
const SET_AT_RUN_TIME = /(?:^|[-_/.])(?:role|primary|master|leader|replica|standby)$/iu;

export const serviceSelectsNothing = databaseRule({
  id: 'workload/service-selects-nothing',
  severity: 'error',
  title: 'The Service selects none of the pods',
  why: `A Service reaches exactly the pods whose labels match its selector. When one label differs, it has no endpoints: every client
that connects is refused, and as the governing Service of a StatefulSet it gives no member a DNS name. Nothing in the cluster reports
it; the objects are all valid.`,
  when: `Fires when the Service that governs a database's StatefulSet, or that bears the workload's name, has a selector that does not
match the labels of its pods. Silent where labels or selector are templated, where the label that is missing is one that a controller or
a failover manager sets at run time (\`role\`, \`statefulset.kubernetes.io/pod-name\`), and where a namesake selects other pods in sight.`,
  sources: ['https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service'],
  whenItRuns: `A selector can be changed at any time and restarts nothing; clients reach the pods within a second. If clients reach the
database through this Service today, the cluster has other labels or another selector than these manifests
(\`kubectl get endpointslices -l kubernetes.io/service-name=NAME\`, \`kubectl get pods --show-labels\`): then the manifests are stale, and what
the cluster has belongs into them.`,
  examples: {
    bad: `apiVersion: v1
kind: Service
metadata:
  name: redis
spec:
  selector:
    app: redis-server
  ports:
    - port: 6379
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
spec:
  selector:
    matchLabels:
      app: redis
  template:
    metadata:
      labels:
        app: redis
    spec:
      containers:
        - name: redis
          image: redis:7.2
`,
    good: `apiVersion: v1
kind: Service
metadata:
  name: redis
spec:
  selector:
    app: redis
  ports:
    - port: 6379
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
spec:
  selector:
    matchLabels:
      app: redis
  template:
    metadata:
      labels:
        app: redis
    spec:
      containers:
        - name: redis
          image: redis:7.2
`,
  },
  *check(database, context) {
    const { services, pod, workload } = database;
    if (!pod.labelsKnown || workload.object.partial || !speaksForWorkload(database, context)) return;
    const isGoverning = services.governing !== undefined;
    for (const service of new Set([services.governing, services.namesake])) {
      if (service === undefined) continue;
      const wrong = firstMismatch(service, database);
      if (wrong === undefined) continue;
      const selectsOthers = selectsOtherPods(service, database, context.lookup);
      if (selectsOthers && service !== services.governing) continue;
      const has = pod.labels[wrong.key];
      const name = service.name ?? '';
      yield {
        source: wrong.field.source,
        message: `The Service '${name}' selects pods with ${wrong.key}=${wrong.wanted}, and the pods of ${nameOfWorkload(database)} ${has === undefined ? `have no label '${wrong.key}'` : `have ${wrong.key}=${has}`}: ${isGoverning && service === services.governing ? 'its members get no DNS names, and whoever' : 'whoever'} connects to '${name}' is refused.`,
        thing: `service:${name}`,
        related: [{ source: workload.root.at('kind').source, message: 'The workload that it is meant for' }],
        fixes: selectsOthers ? [] : copyLabels(service, database, context.lookup),
      };
    }
  },
});

interface Mismatch {
  readonly key: string;
  readonly wanted: string;
  readonly field: Field;
}

/** The first label of the Service's selector that keeps it from the database's pods; undefined where it fits or may fit at run time. */
function firstMismatch(service: KubeObject, { pod, workload }: Database): Mismatch | undefined {
  const selector = new Field(service).at('spec', 'selector');
  if (service.isOpen(selector.path) || selector.entries().some(([, value]) => !value.known)) return undefined;
  const wrong = Object.entries(selector.stringMap()).find(([key, wanted]) => {
    if (pod.labels[key] === wanted || SET_AT_RUN_TIME.test(key)) return false;
    return workload.kind === 'Pod' || !SET_BY_CONTROLLERS.test(key);
  });
  return wrong && { key: wrong[0], wanted: wrong[1], field: selector.at(wrong[0]) };
}

/** Such a label chooses among the members: a Service for the primary must not lose it. */
function isSetAtRunTime(key: string): boolean {
  return SET_AT_RUN_TIME.test(key) || SET_BY_CONTROLLERS.test(key);
}

function copyLabels(service: KubeObject, database: Database, lookup: ObjectLookup): Fix[] {
  const labels = selectorLabels(database, lookup);
  // Labels that other pods bear too would send clients to those.
  if (labels === undefined || haveOtherPods(labels, database, lookup)) return [];
  // Of a Service that only bears the name, pods out of sight may be the ones meant.
  const isGoverning = service === database.services.governing;
  return [
    {
      title: `Copy the pods' labels into the selector of '${service.name ?? ''}'${isGoverning ? '' : ' (only if it is meant for these pods)'}`,
      kind: isGoverning ? 'safe' : 'careful',
      apply: (editor) => {
        for (const key of Object.keys(new Field(service).at('spec', 'selector').stringMap())) {
          if (!Object.hasOwn(labels, key) && !isSetAtRunTime(key)) editor.remove(service, ['spec', 'selector', key]);
        }
        for (const [key, value] of Object.entries(labels)) editor.set(service, ['spec', 'selector', key], value);
      },
    },
  ];
}
