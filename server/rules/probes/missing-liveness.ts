import type { ProbeAdvice } from '../../../engines/model/engine.ts';
import { databaseRule } from '../rule.ts';
import { addProbe, checkName } from './add-probe.ts';
import { containerPhrase, containerPlace, lacks } from './container.ts';
import { termsOf } from './fix-kind.ts';
import type { ProbeKey } from './probe.ts';
import { thingOf } from './probe.ts';

const KEY = 'livenessProbe';

export const missingLiveness = databaseRule({
  id: 'probes/missing-liveness',
  severity: 'info',
  title: 'No liveness probe on the database',
  why: `A server that hangs without ending (a deadlock, a lost disk that came back, a stuck start) is never restarted: Kubernetes restarts
what exits, not what is silent. A readiness probe only takes it out of its Services.

This is good practice and no more. A wrong liveness probe does more harm than none: one that is too quick, or that takes recovery after
a crash for death, kills a healthy database again and again. So give it a startup probe, a long patience, and a question that a busy or
recovering server still answers.`,
  when: `Fires when the database's container has no \`livenessProbe\`. Silent where a template or a kustomize base may add one, and in Jobs.`,
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  whenItRuns: `Look first how long the longest start takes: restoring dumps at the very first one, replaying the log after a crash, copying all
data as a new replica or Galera member. Until then some servers do not answer at all, and a startup probe that gives up before begins it anew,
without end. Raise its \`failureThreshold\` to twice that time.

A StatefulSet or Deployment takes the probes as a rolling update. The probes of a bare Pod cannot be changed: delete the pod and
create it again with them, at a time when clients can do without it.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  serviceName: cache
  selector:
    matchLabels: { app: cache }
  template:
    metadata:
      labels: { app: cache }
    spec:
      containers:
        - name: redis
          image: redis:7.4
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cache
spec:
  serviceName: cache
  selector:
    matchLabels: { app: cache }
  template:
    metadata:
      labels: { app: cache }
    spec:
      containers:
        - name: redis
          image: redis:7.4
          livenessProbe:
            exec:
              command: [sh, -c, "redis-cli ping | grep -E '^(PONG|LOADING|MASTERDOWN)'"]
            periodSeconds: 30
            timeoutSeconds: 5
            failureThreshold: 6
          startupProbe:
            exec:
              command: [sh, -c, 'redis-cli ping | grep -q PONG']
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 60
`,
  },
  *check(database) {
    if (!lacks(database, KEY)) return;
    yield {
      source: containerPlace(database),
      message:
        `${containerPhrase(database)} has no liveness probe: when the server hangs without ending, nothing restarts it ` +
        'until somebody notices. Better none than a hasty one: it must bear with recovery after a crash.',
      thing: thingOf(KEY),
      fixes: fixesOf(database),
    };
  },
});

/** The liveness probe comes with the startup probe that keeps it from killing a recovering server. */
function fixesOf(database: Parameters<typeof missingLiveness.check>[0]) {
  const { engine, context } = database;
  const liveness = engine.livenessProbe(context);
  if (liveness === undefined) return [];
  const startup = lacks(database, 'startupProbe') ? engine.startupProbe(context) : undefined;
  const probes: [ProbeKey, ProbeAdvice][] = [[KEY, liveness]];
  if (startup !== undefined) probes.unshift(['startupProbe', startup]);
  const what = startup ? 'a liveness and a startup probe' : 'a liveness probe';
  const check = checkName(database, liveness.probe);
  const terms = termsOf(database, liveness.probe, check);
  // Who kills what hangs may kill what only takes long: how long a start may take here, no manifest says.
  const minutes = Math.round(engine.recoverySeconds.value / 60);
  const patience = `only if every start answers within ${String(minutes)} minutes`;
  return [addProbe(database, what, probes, { kind: 'careful', condition: terms.condition ?? patience })];
}
