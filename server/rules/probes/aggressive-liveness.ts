import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import { containerPhrase } from './container.ts';
import { patience, readProbe, thingOf } from './probe.ts';
import type { Probe } from './probe.ts';
import { setNumbers } from './set-numbers.ts';
import type { ProbeNumber } from './set-numbers.ts';

/** Checkpoints, forks, vacuum and a throttled CPU silence a healthy server for some seconds; half a minute is no pause. */
const LEAST_PATIENCE = 30;
/** A command that starts a client, connects and asks does not end within this when the node is busy. */
const SHORT_TIMEOUT = 1;
/** What a fix writes where the engine has no numbers of its own. */
const CALM = { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 } as const;

export const aggressiveLiveness = databaseRule({
  id: 'probes/aggressive-liveness',
  severity: 'warning',
  title: 'A liveness probe that kills a busy database',
  why: `When a liveness probe fails \`failureThreshold\` times in a row, the kubelet kills the container. A database that is only busy (a
checkpoint, a fork for a snapshot, a large import, a throttled CPU, a slow disk) may not answer for some seconds. The kill turns this
into a crash: open transactions are lost, caches are cold, recovery takes minutes, and the load that made it slow is still there.

For \`exec\` probes the time includes starting the client. Since Kubernetes 1.20 \`timeoutSeconds\` holds for them too, and its default
is one second.`,
  when: `Fires when \`periodSeconds\` × \`failureThreshold\` is under 30 seconds, or when an \`exec\` probe may take only one second (also by
default). Silent where a template gives the numbers.`,
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes',
    'https://kubernetes.io/blog/2020/12/08/kubernetes-1-20-release-announcement/',
  ],
  // A period that is shorter than the timeout is the same haste.
  silences: ['probes/timeout-over-period'],
  whenItRuns: `A StatefulSet or Deployment takes the numbers as a rolling update. The probes of a bare Pod cannot be changed: delete the pod
and create it again, at a time when clients can do without it.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
spec:
  serviceName: redis
  selector:
    matchLabels: { app: redis }
  template:
    metadata:
      labels: { app: redis }
    spec:
      containers:
        - name: redis
          image: redis:7.4
          livenessProbe:
            exec:
              command: [redis-cli, ping]
            periodSeconds: 3
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
spec:
  serviceName: redis
  selector:
    matchLabels: { app: redis }
  template:
    metadata:
      labels: { app: redis }
    spec:
      containers:
        - name: redis
          image: redis:7.4
          livenessProbe:
            exec:
              command: [redis-cli, ping]
            periodSeconds: 30
            timeoutSeconds: 5
            failureThreshold: 6
`,
  },
  *check(database) {
    const probe = readProbe(database.container, 'livenessProbe');
    if (probe === undefined) return;
    const kept = patience(probe);
    const isHasty = kept !== undefined && kept < LEAST_PATIENCE;
    const isShort = probe.handler === 'exec' && probe.timeout !== undefined && probe.timeout <= SHORT_TIMEOUT;
    if (!isHasty && !isShort) return;
    const short = `its command may take only ${String(probe.timeout)} s${probe.field.at('timeoutSeconds').absent ? ' (the default)' : ''}`;
    const hasty = `it gives up after ${String(kept)} s`;
    yield {
      source: placeOf(probe, isHasty),
      message:
        `The liveness probe of ${containerPhrase(database)} is too quick: ` +
        `${isHasty && isShort ? `${hasty}, and ${short}` : isHasty ? hasty : short}. ` +
        'A healthy server that is busy for a moment gets killed, and must recover as after a crash.',
      thing: thingOf('livenessProbe'),
      fixes: [setNumbers(database, probe, 'Give the liveness probe more patience', calmer(database, probe))],
    };
  },
});

/** The number that is too small where it is written, else the probe. */
function placeOf({ field }: Probe, isHasty: boolean) {
  const names: readonly ProbeNumber[] = isHasty ? ['periodSeconds', 'failureThreshold'] : ['timeoutSeconds'];
  const written = names.map((name) => field.at(name)).find((number) => number.number() !== undefined);
  return (written ?? field).source;
}

/** The engine's own numbers where ours are smaller; what is larger already stays. */
function calmer({ engine, context }: Database, probe: Probe): Partial<Record<ProbeNumber, number>> {
  const advised = engine.livenessProbe(context)?.probe ?? {};
  const number = (name: keyof typeof CALM) => {
    const value = advised[name];
    return typeof value === 'number' ? value : CALM[name];
  };
  const changed: Partial<Record<ProbeNumber, number>> = {};
  if (probe.handler === 'exec' && (probe.timeout ?? SHORT_TIMEOUT) <= SHORT_TIMEOUT) {
    changed.timeoutSeconds = Math.max(number('timeoutSeconds'), CALM.timeoutSeconds);
  }
  const kept = patience(probe);
  if (kept !== undefined && kept < LEAST_PATIENCE) {
    if ((probe.period ?? 0) < number('periodSeconds')) changed.periodSeconds = number('periodSeconds');
    if ((probe.failures ?? 0) < number('failureThreshold')) changed.failureThreshold = number('failureThreshold');
  }
  const timeout = changed.timeoutSeconds ?? probe.timeout ?? 0;
  const period = changed.periodSeconds ?? probe.period;
  if (period !== undefined && period < timeout) changed.periodSeconds = Math.max(timeout, number('periodSeconds'));
  return changed;
}
