import type { Database } from '../../../engines/model/database.ts';
import type { Field } from '../../../engines/model/field.ts';
import type { Fix } from '../rule.ts';
import { databaseRule } from '../rule.ts';
import { nameOfWorkload, speaksForWorkload } from './speaker.ts';

const WITH_SELECTOR: ReadonlySet<string> = new Set(['StatefulSet', 'Deployment', 'ReplicaSet', 'DaemonSet']);

export const selectorMismatch = databaseRule({
  id: 'workload/selector-mismatch',
  severity: 'error',
  title: 'The selector does not match the pod template',
  why: `A workload finds its own pods by \`spec.selector\`. When the labels of its template do not match it, or when \`apps/v1\` gets no
selector at all, the API server refuses the manifest: «selector does not match template labels». On a new cluster the database is not
created; on an existing one the change does not arrive, and the old version goes on running.`,
  when: `Fires when a label that \`spec.selector\` asks for is missing in the template or has another value there, and when an \`apps/v1\`
object has no selector. Silent where labels are templated or a base may add them.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-selector',
    'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
  ],
  whenItRuns: `The selector of an existing object cannot be changed. If the object in the cluster has the selector that the manifest has
now, change the template's labels. If it has the template's labels, change the selector here so that it says what the cluster has:
\`kubectl get statefulset NAME -o jsonpath='{.spec.selector}'\` shows it.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mariadb
spec:
  serviceName: mariadb
  selector:
    matchLabels:
      app: mariadb
  template:
    metadata:
      labels:
        app: maria
    spec:
      containers:
        - name: mariadb
          image: mariadb:11.4
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mariadb
spec:
  serviceName: mariadb
  selector:
    matchLabels:
      app: mariadb
  template:
    metadata:
      labels:
        app: mariadb
    spec:
      containers:
        - name: mariadb
          image: mariadb:11.4
`,
  },
  *check(database, context) {
    const { workload, pod } = database;
    const { object, root } = workload;
    if (!WITH_SELECTOR.has(workload.kind) || object.partial || !pod.labelsKnown) return;
    if (!speaksForWorkload(database, context)) return;
    const selector = root.at('spec', 'selector');
    if (object.isOpen(selector.path)) return;
    if (selector.absent) {
      if (object.apiVersion !== 'apps/v1') return;
      yield {
        source: root.at('spec').source,
        message: `${nameOfWorkload(database)} has no selector, which apps/v1 requires: the API server refuses the manifest.`,
        thing: 'selector',
        fixes: addSelector(database),
      };
      return;
    }
    const labels = selector.at('matchLabels');
    for (const [key, wanted] of Object.entries(labels.stringMap())) {
      const value = labels.at(key);
      if (pod.labels[key] === wanted) continue;
      const has = pod.labels[key];
      yield {
        source: value.source,
        message: `${nameOfWorkload(database)} selects pods with ${key}=${wanted}, and its own pods ${has === undefined ? 'do not have that label' : `have ${key}=${has}`}: the API server refuses the manifest.`,
        thing: `selector:${key}`,
        related: [{ source: pod.metadata.at('labels').source, message: 'The labels of the pods' }],
        fixes: [alignLabel(database, key, wanted, value)],
      };
    }
  },
});

function addSelector({ workload, pod }: Database): Fix[] {
  if (Object.keys(pod.labels).length === 0) return [];
  return [
    {
      title: "Add a selector with the pods' labels (only if no object of that name exists)",
      kind: 'careful',
      apply: (editor) => {
        editor.insert(workload.object, ['spec', 'selector'], { matchLabels: pod.labels }, { before: 'template' });
      },
    },
  ];
}

/**
 * The pods take the selector's label, unless a Service in sight finds them by the label that they have: then the selector takes
 * theirs, which an existing object refuses.
 */
function alignLabel({ workload, pod, services }: Database, key: string, wanted: string, selectorValue: Field): Fix {
  const has = pod.labels[key];
  if (has !== undefined && services.selecting.length > 0) {
    return {
      title: `Select ${key}: ${has} (only before the first start)`,
      kind: 'careful',
      apply: (editor) => {
        editor.set(workload.object, selectorValue.path, has);
      },
    };
  }
  return {
    title: `Label the pods ${key}: ${wanted}${has === undefined ? '' : ' (only if the selector is what the cluster has)'}`,
    // Of two values one is a slip, and which one only the author or the cluster can tell.
    kind: has === undefined ? 'safe' : 'careful',
    apply: (editor) => {
      editor.set(workload.object, [...pod.metadata.path, 'labels', key], wanted);
    },
  };
}
