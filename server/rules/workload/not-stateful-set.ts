import type { Database } from '../../../engines/model/database.ts';
import type { WorkloadKind } from '../../../engines/model/workload.ts';
import { databaseRule } from '../rule.ts';
import { controllerKindOf } from './controller.ts';
import { conversionFix } from './stateful-set-conversion.ts';
import { holdsData, nameOfWorkload, speaksForWorkload } from './speaker.ts';

const STATELESS: ReadonlySet<WorkloadKind> = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'Pod']);

export const notStatefulSet = databaseRule({
  id: 'workload/not-stateful-set',
  severity: 'warning',
  title: 'Database run by something made for interchangeable pods',
  why: `A Deployment (or ReplicaSet) treats its pods as interchangeable: each one gets a new random name, all share the same volumes, and a
replacement may start while the old pod still runs on a node that does not answer. A database is none of that. It has a place for its
data that only one server may open, and members that must be told apart.

A StatefulSet gives each member a lasting name and a claim of its own, starts a replacement only when the old pod is known to be gone,
and stops members one after the other. A bare Pod has nobody at all who starts it again when its node is lost or drained.`,
  when: `Fires when the server of an engine runs in a Deployment, ReplicaSet, ReplicationController or bare Pod; an error with more than one
replica. Silent for caches, for data that is meant to be thrown away, and for pods that an operator makes and replaces by itself.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#using-statefulsets',
    'https://kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod/#statefulset-considerations',
  ],
  whenItRuns: `The Deployment and the StatefulSet are different objects: applying the converted manifest leaves the Deployment running
beside it. Take the downtime on purpose:

1. Dump the database to a place outside the cluster's volumes, and look into the dump.
2. \`kubectl scale deployment NAME --replicas=0\`, and wait until the pod is gone: two servers must never open the same files.
3. Apply the converted manifest. A claim that was there is kept by its name: the StatefulSet's pod opens the data where it lies. Where
   there was no claim, the database starts empty: load the dump.
4. When the data is verified, \`kubectl delete deployment NAME\`.

The Services that clients use go on working, as the pods keep their labels.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: postgres
spec:
  replicas: 1
  strategy:
    type: Recreate
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
          env:
            - name: PGDATA
              value: /var/lib/postgresql/data/pgdata
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: postgres-data
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
spec:
  replicas: 1
  serviceName: postgres-headless
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
          env:
            - name: PGDATA
              value: /var/lib/postgresql/data/pgdata
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: postgres-data
`,
  },
  *check(database, context) {
    const { workload, members } = database;
    if (!STATELESS.has(workload.kind) || workload.object.partial) return;
    // An operator that makes pods by itself replaces them, with their names and claims.
    if (workload.kind === 'Pod' && controllerKindOf(workload.root) !== undefined) return;
    if (!holdsData(database) || !speaksForWorkload(database, context, holdsData)) return;
    const isMany = members.count !== undefined && members.count > 1;
    const fix = conversionFix(database, context);
    yield {
      source: workload.root.at('kind').source,
      severity: isMany ? 'error' : 'warning',
      message: messageOf(database, isMany),
      thing: 'kind',
      fixes: fix === undefined ? [] : [fix],
    };
  },
});

function messageOf(database: Database, isMany: boolean): string {
  const { engine, workload, members } = database;
  const who = nameOfWorkload(database);
  if (workload.kind === 'Pod') {
    return `Nobody starts the bare ${who} again when its node is lost or drained: ${engine.name} stays down until somebody creates it by hand.`;
  }
  return isMany
    ? `${who} runs ${members.count ?? ''} ${engine.name} servers as if they were interchangeable: no member has a lasting name or a volume of its own, and an update starts new ones beside the old.`
    : `${who} treats ${engine.name} as interchangeable: each pod gets a new name, and a replacement may start and open the data while the old pod still runs on a node that does not answer.`;
}
