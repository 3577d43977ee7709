import { databaseRule } from '../rule.ts';
import { readProbes, spoken, thingOf } from './probe.ts';
import { setNumbers } from './set-numbers.ts';

export const timeoutOverPeriod = databaseRule({
  id: 'probes/timeout-over-period',
  severity: 'info',
  title: 'A probe may take longer than its period',
  why: `The kubelet runs one check of a probe at a time: when an answer takes longer than \`periodSeconds\`, the next check starts late. So the
probe acts later than its numbers say, up to \`timeoutSeconds\` × \`failureThreshold\`. And a database that is slow to answer is asked
again the moment it has answered, just when it has least to spare.`,
  when: `Fires when \`timeoutSeconds\` is greater than \`periodSeconds\` (default 10) in any probe of the database's container. Silent where a
template gives one of the numbers.`,
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes',
  ],
  whenItRuns: `A StatefulSet or Deployment takes the number as a rolling update. The probes of a bare Pod cannot be changed: delete the pod and
create it again, at a time when clients can do without it.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  serviceName: mongo
  selector:
    matchLabels: { app: mongo }
  template:
    metadata:
      labels: { app: mongo }
    spec:
      containers:
        - name: mongo
          image: mongo:7.0
          readinessProbe:
            exec:
              command: [mongosh, --quiet, --eval, db.adminCommand('ping')]
            periodSeconds: 5
            timeoutSeconds: 10
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  serviceName: mongo
  selector:
    matchLabels: { app: mongo }
  template:
    metadata:
      labels: { app: mongo }
    spec:
      containers:
        - name: mongo
          image: mongo:7.0
          readinessProbe:
            exec:
              command: [mongosh, --quiet, --eval, db.adminCommand('ping')]
            periodSeconds: 10
            timeoutSeconds: 10
`,
  },
  *check(database) {
    for (const probe of readProbes(database.container)) {
      const { key, field, period, timeout } = probe;
      if (period === undefined || timeout === undefined || timeout <= period) continue;
      const seconds = `periodSeconds to ${String(timeout)}`;
      yield {
        source: field.at('timeoutSeconds').source,
        message:
          `One answer to the ${spoken(key)} may take ${String(timeout)} s, but it is asked every ${String(period)} s: ` +
          'checks start late, so the probe acts later than its numbers say, and a slow server is asked without a pause.',
        thing: thingOf(key),
        fixes: [setNumbers(database, probe, `Raise ${seconds}`, { periodSeconds: timeout })],
      };
    }
  },
});
