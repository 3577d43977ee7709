import type { Fix } from '../rule.ts';
import { databaseRule } from '../rule.ts';
import { holdsData, nameOfWorkload } from './speaker.ts';

/** What the API server fills in. Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#lifecycle */
const DEFAULT_SECONDS = 30;

export const gracePeriod = databaseRule({
  id: 'workload/grace-period',
  severity: 'warning',
  title: 'Too little time to shut down cleanly',
  why: `On every stop (an update, a drain, a scale-down) the kubelet sends SIGTERM, waits \`terminationGracePeriodSeconds\`, and then kills
the server. A database that is killed while it writes its last checkpoint, flushes its buffer pool or saves its dump has to recover from
its log at the next start: minutes of outage instead of seconds, and whatever the engine had promised only in memory is gone. With 0
it gets no signal to shut down at all, and Kubernetes may start its successor while it is still running.`,
  when: `A warning when \`terminationGracePeriodSeconds\` is below 30 s and below what the engine's clean shutdown may take; an error when
it is 0; information when it is 30 s, by default or written, and the engine may need more. Silent for caches.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
    'https://kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod/',
    'https://www.postgresql.org/docs/current/server-shutdown.html',
    'https://dev.mysql.com/doc/refman/8.4/en/server-shutdown.html',
  ],
  whenItRuns: `A StatefulSet or Deployment takes the number as a rolling update: each pod restarts once, the last time with the short period.
The period of a bare Pod cannot be changed: stop it with \`kubectl delete pod NAME --grace-period=SECONDS\`, which gives it the time, and
create it again, at a moment when clients can do without it.`,
  examples: {
    bad: `apiVersion: apps/v1
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
      terminationGracePeriodSeconds: 10
      containers:
        - name: postgres
          image: postgres:16.4
`,
    good: `apiVersion: apps/v1
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
      terminationGracePeriodSeconds: 120
      containers:
        - name: postgres
          image: postgres:16.4
`,
  },
  *check(database) {
    const { engine, pod, workload } = database;
    if (!holdsData(database) || workload.kind === 'Job' || workload.kind === 'CronJob') return;
    const field = pod.spec.at('terminationGracePeriodSeconds');
    const isDefault = field.absent;
    const seconds = isDefault ? DEFAULT_SECONDS : field.number();
    const needed = engine.shutdownSeconds.value;
    if (seconds === undefined || seconds < 0 || seconds >= needed) return;
    // A bare Pod that exists takes no other period.
    const isPod = workload.kind === 'Pod';
    const fixes: Fix[] = [
      {
        title: `Give ${engine.name} ${engine.gracePeriodSeconds} s to shut down${isPod ? ' (only before the pod is created)' : ''}`,
        kind: isPod ? 'careful' : 'safe',
        apply: (editor) => {
          if (field.exists) editor.set(workload.object, field.path, engine.gracePeriodSeconds);
          else editor.insert(workload.object, field.path, engine.gracePeriodSeconds, { before: 'containers' });
        },
      },
    ];
    const thing = 'shutdown';
    if (seconds === 0) {
      yield {
        source: field.source,
        severity: 'error',
        message: `${nameOfWorkload(database)} is killed without being told to shut down: ${engine.name} has to recover from a crash after every restart, and its successor may start while it still writes.`,
        thing,
        fixes,
      };
    } else if (seconds >= DEFAULT_SECONDS) {
      yield {
        source: field.exists ? field.source : workload.root.at('kind').source,
        severity: 'info',
        message: `${engine.name} is killed ${seconds} s after it is told to stop${isDefault ? ' (the default)' : ''}; a busy one may need ${needed} s to shut down cleanly, and then recovers from a crash at its next start.`,
        thing,
        fixes,
      };
    } else {
      yield {
        source: field.source,
        message: `${engine.name} is killed ${seconds} s after it is told to stop; a clean shutdown may take ${needed} s. Killed before that, it recovers from a crash at its next start: minutes of outage after every update or drain.`,
        thing,
        fixes,
      };
    }
  },
});
