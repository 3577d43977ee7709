import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import { databaseRule } from '../rule.ts';
import { nameOfWorkload, speaksForWorkload } from './speaker.ts';

/** Objects that change the number of replicas by themselves. KEDA makes a HorizontalPodAutoscaler from its ScaledObject. */
const SCALERS = ['HorizontalPodAutoscaler', 'ScaledObject'];
/** Modes in which a VerticalPodAutoscaler evicts pods; `Auto` is the default and today means the same as `Recreate`. */
const EVICTING_MODES: ReadonlySet<string> = new Set(['Auto', 'Recreate']);
const READ_REPLICA =
  /(?:^|[-_.])(?:read|reader|ro|replicas?|slaves?|secondary|secondaries|followers?|standbys?)(?:$|[-_.])/iu;

export const autoscaled = databaseRule({
  id: 'workload/autoscaled',
  severity: 'error',
  title: 'An autoscaler changes the members of a database',
  why: `A HorizontalPodAutoscaler adds members when the CPU is busy and takes them away when it is not. A new member of a database starts
empty or begins to copy everything at the busiest hour; a member that is taken away takes its vote, its shard or its unreplicated writes
with it. Nobody asks the engine whether it can spare that member.

A VerticalPodAutoscaler in the modes Auto or Recreate evicts pods to give them other resources: restarts of the primary at times that
the autoscaler chooses.`,
  when: `An error when a HorizontalPodAutoscaler (or a KEDA ScaledObject) in sight scales the database's workload; a warning for a
VerticalPodAutoscaler that evicts. Silent for read replicas that run as a workload of their own.`,
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
    'https://kubernetes.io/docs/concepts/workloads/autoscaling/vertical-pod-autoscale/',
  ],
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  serviceName: mongo
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
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: mongo
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: StatefulSet
    name: mongo
  minReplicas: 1
  maxReplicas: 5
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  serviceName: mongo
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
`,
  },
  *check(database, context) {
    const { workload, engine } = database;
    if (workload.name === undefined || !speaksForWorkload(database, context) || isReadReplica(database)) return;
    for (const scaler of SCALERS.flatMap((kind) => context.lookup.targeting(kind, workload.object))) {
      const most = new Field(scaler).at('spec', scaler.kind === 'ScaledObject' ? 'maxReplicaCount' : 'maxReplicas');
      const limit = most.number() === undefined ? '' : `, up to ${most.number() ?? ''}`;
      yield {
        source: new Field(scaler).at('spec', 'scaleTargetRef', 'name').source,
        severity: database.cache ? 'warning' : 'error',
        message: `${scaler.kind} '${scaler.name ?? ''}' adds and removes ${engine.name} servers of ${nameOfWorkload(database)} by load${limit}: new ones start empty or copy at the busiest hour, removed ones take their data and votes with them.`,
        object: workload.object,
        thing: 'scaling',
        related: [{ source: workload.root.at('kind').source, message: 'The database that it scales' }],
      };
    }
    for (const scaler of context.lookup.targeting('VerticalPodAutoscaler', workload.object)) {
      const mode = new Field(scaler).at('spec', 'updatePolicy', 'updateMode');
      if (!mode.absent && !EVICTING_MODES.has(mode.string() ?? '')) continue;
      yield {
        source: mode.exists ? mode.source : new Field(scaler).at('spec', 'targetRef', 'name').source,
        severity: 'warning',
        message: `VerticalPodAutoscaler '${scaler.name ?? ''}' evicts the pods of ${nameOfWorkload(database)} to resize them: ${engine.name} is restarted at times that nobody chose.`,
        object: workload.object,
        thing: 'resizing',
        related: [{ source: workload.root.at('kind').source, message: 'The database that it restarts' }],
      };
    }
  },
});

function isReadReplica({ workload, pod }: Database): boolean {
  const roles = Object.entries(pod.labels).flatMap(([key, value]) => (/role$/iu.test(key) ? [value] : []));
  return [workload.name ?? '', ...roles].some((name) => READ_REPLICA.test(name));
}
