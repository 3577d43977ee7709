import type { Database } from '../../../engines/model/database.ts';
import type { Field } from '../../../engines/model/field.ts';
import { placeholder } from '../../edits/index.ts';
import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { dataVolume } from './data-claim.ts';
import { durableVolumeFix } from './durable-volume.ts';

export const hostPath = databaseRule({
  id: 'storage/host-path',
  severity: 'error',
  title: 'Data directory in a directory of the node',
  why: `A \`hostPath\` volume is a directory of whichever node the pod happens to run on. Nothing ties the pod to that node: after a drain
or a failure it starts on another one, finds an empty directory there, and the engine initialises a new, empty database without a word.
The old rows stay behind on the old node, and come back when the pod does.

There is no size limit (the node's disk fills up), no protection from other pods that name the same path, and no snapshot.
A PersistentVolume of type \`hostPath\` is the same thing behind a claim; a \`local\` PersistentVolume at least names its node, so that the
scheduler brings the pod back to its data.`,
  when: `Fires when the data directory lies on a \`hostPath\` volume, or on a claim whose PersistentVolume in sight is of type \`hostPath\`
(reported there). Silent for \`local\` PersistentVolumes and for \`hostPath\` PersistentVolumes with a required node affinity: what remains
to be said of those says \`storage/local-volume\`.`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
    'https://kubernetes.io/docs/concepts/storage/volumes/#local',
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  ],
  whenItRuns: `The data is on one node's disk. Find out on which (\`kubectl get pod -o wide\`) and keep the pod there until it is copied:

1. Dump the database with its own tool, or stop it and copy the directory from the node.
2. Create the claim, or (for a PersistentVolume) a new \`local\` PersistentVolume that names the node: the source of an existing one
   cannot be changed.
3. Point the workload to the claim, start it, restore the dump or let it open the copied directory, and compare.
4. Only then remove the directory on the node.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: mongo
spec:
  replicas: 1
  selector:
    matchLabels:
      app: mongo
  template:
    metadata:
      labels:
        app: mongo
    spec:
      containers:
        - name: mongod
          image: mongo:8.0
          volumeMounts:
            - name: data
              mountPath: /data/db
      volumes:
        - name: data
          hostPath:
            path: /srv/mongo
`,
    good: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: mongo
spec:
  replicas: 1
  strategy:
    type: Recreate
  selector:
    matchLabels:
      app: mongo
  template:
    metadata:
      labels:
        app: mongo
    spec:
      containers:
        - name: mongod
          image: mongo:8.0
          volumeMounts:
            - name: data
              mountPath: /data/db
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: mongo-data
`,
  },
  *check(database, context) {
    if (!holdsData(database)) return;
    const { engine } = database;
    const volume = dataVolume(database);
    if (volume?.kind === 'host-path') {
      const field = volume.field.at('hostPath');
      const fix = durableVolumeFix(database, context);
      yield {
        source: field.source,
        message: `${engine.name}'s data lies in ${directoryOf(field)} of whichever node the pod runs on. ${fate(database)}`,
        fixes: fix ? [fix] : [],
      };
    }
    for (const behind of volume?.claim?.volumes ?? []) {
      const field = behind.at('spec', 'hostPath');
      if (!field.exists || behind.at('spec', 'nodeAffinity', 'required').exists) continue;
      yield {
        source: field.source,
        message: `${engine.name}'s data lies in ${directoryOf(field)} of a node, and this PersistentVolume does not say of which. ${fate(database)}`,
        related: volume?.claim ? [{ source: volume.claim.field.source, message: 'The claim that gets it' }] : [],
        fixes: [pinToNode(behind)],
      };
    }
  },
});

function directoryOf(hostPathField: Field): string {
  return hostPathField.at('path').string() ?? 'a directory';
}

function fate({ workload }: Database): string {
  return workload.kind === 'DaemonSet'
    ? 'It is gone with the node, nothing limits its size, and every pod that names the same path can write to it.'
    : 'On any other node the pod starts with an empty database, and the rows stay behind.';
}

/** Keeps the directory and says to which node it belongs. */
function pinToNode(volume: Field): Fix {
  const { object } = volume;
  const path = volume.at('spec', 'hostPath', 'path');
  return {
    title: 'Make it a local volume that names its node (only before the first start)',
    kind: 'careful',
    apply: (editor) => {
      editor.insert(
        object,
        ['spec', 'local'],
        { path: path.string() ?? placeholder('/path/on/the/node') },
        { before: 'hostPath' },
      );
      editor.insert(
        object,
        ['spec', 'nodeAffinity'],
        {
          required: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: 'kubernetes.io/hostname', operator: 'In', values: [placeholder('node-name')] },
                ],
              },
            ],
          },
        },
        { before: 'hostPath' },
      );
      editor.remove(object, ['spec', 'hostPath']);
    },
  };
}
