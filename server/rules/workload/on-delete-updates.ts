import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import { speaksForWorkload } from './speaker.ts';

export const onDeleteUpdates = databaseRule({
  id: 'workload/on-delete-updates',
  severity: 'info',
  title: 'Updates wait until somebody deletes the pods',
  why: `With \`updateStrategy.type: OnDelete\` a changed manifest changes nothing until each pod is deleted by hand. The manifest says one
version and the pods run another; the day a node fails, its pod comes back with the new image or configuration, alone and unplanned.

Operators use OnDelete on purpose, because they delete the pods themselves in the right order. By hand it needs somebody who remembers.`,
  when: `Fires for a StatefulSet or DaemonSet of a database whose \`updateStrategy.type\` is OnDelete. Silent where an operator owns or
manages the object.`,
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies'],
  whenItRuns: `As soon as the strategy is RollingUpdate, Kubernetes restarts every pod that is behind the manifest, on its own and on the
newest version of it. Look first what waits: \`kubectl get pods -L controller-revision-hash\` shows the pods' revisions, and
\`kubectl get statefulset NAME -o jsonpath='{.status.currentRevision} {.status.updateRevision}'\` the old and the new one. Where they differ
(a new image, a major version), back up, delete the pods one at a time until all are on the new revision, and change the strategy then.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: elasticsearch
spec:
  serviceName: elasticsearch
  updateStrategy:
    type: OnDelete
  selector:
    matchLabels:
      app: elasticsearch
  template:
    metadata:
      labels:
        app: elasticsearch
    spec:
      containers:
        - name: elasticsearch
          image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: elasticsearch
spec:
  serviceName: elasticsearch
  updateStrategy:
    type: RollingUpdate
  selector:
    matchLabels:
      app: elasticsearch
  template:
    metadata:
      labels:
        app: elasticsearch
    spec:
      containers:
        - name: elasticsearch
          image: docker.elastic.co/elasticsearch/elasticsearch:8.15.0
`,
  },
  *check(database, context) {
    const { workload, engine } = database;
    if (workload.kind !== 'StatefulSet' && workload.kind !== 'DaemonSet') return;
    const type = workload.root.at('spec', 'updateStrategy', 'type');
    if (type.string() !== 'OnDelete' || isOperated(database) || !speaksForWorkload(database, context)) return;
    yield {
      source: type.source,
      message: `A changed manifest reaches no ${engine.name} pod until somebody deletes it: a failed node brings its pod back on the new version, alone and unplanned.`,
      thing: 'update',
      fixes: [
        {
          title: 'Update the pods one after the other (RollingUpdate; pods that are behind restart at once)',
          kind: 'careful',
          apply: (editor) => {
            editor.set(workload.object, type.path, 'RollingUpdate');
          },
        },
      ],
    };
  },
});

function isOperated({ workload, pod }: Database): boolean {
  const labels = { ...workload.root.at('metadata', 'labels').stringMap(), ...pod.labels };
  return (
    workload.root.at('metadata', 'ownerReferences').exists ||
    /operator|controller/iu.test(labels['app.kubernetes.io/managed-by'] ?? '')
  );
}
