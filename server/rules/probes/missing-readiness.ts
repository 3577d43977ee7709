import { databaseRule } from '../rule.ts';
import { addProbe } from './add-probe.ts';
import { containerPhrase, containerPlace, lacks } from './container.ts';
import { thingOf } from './probe.ts';

const KEY = 'readinessProbe';

export const missingReadiness = databaseRule({
  id: 'probes/missing-readiness',
  severity: 'warning',
  title: 'No readiness probe on the database',
  why: `Without a readiness probe a container counts as ready as soon as its process runs. Services send clients to it while it still
initialises its data directory, replays its log or waits for its peers, and those clients get refused connections.

A rolling update believes it too: the StatefulSet controller takes the next member down although the one before does not serve yet.
That is how an ordinary update becomes an outage.`,
  when: `Fires when the database's container has no \`readinessProbe\`. Silent where a template or a kustomize base may add one, and in Jobs.`,
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#rolling-updates',
  ],
  whenItRuns: `Run the command in the container first: \`kubectl exec POD -- COMMAND; echo $?\` must end with 0. A readiness probe that never
succeeds (a tool that the image lacks, another port, an address on which the server does not listen) takes a healthy database out of its
Services.

A StatefulSet or Deployment takes the probe as a rolling update. The probes of a bare Pod cannot be changed: delete the pod and
create it again with the probe, at a time when clients can do without it.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
spec:
  serviceName: postgres
  selector:
    matchLabels: { app: postgres }
  template:
    metadata:
      labels: { app: postgres }
    spec:
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
    matchLabels: { app: postgres }
  template:
    metadata:
      labels: { app: postgres }
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          readinessProbe:
            exec:
              command: [pg_isready, -U, postgres, -h, 127.0.0.1]
            periodSeconds: 10
            timeoutSeconds: 5
`,
  },
  *check(database) {
    if (!lacks(database, KEY)) return;
    const advice = database.engine.readinessProbe(database.context);
    yield {
      source: containerPlace(database),
      message:
        `${containerPhrase(database)} has no readiness probe: Services send clients to it before it accepts connections, ` +
        'and a rolling update goes on to the next member while this one does not serve yet.',
      thing: thingOf(KEY),
      fixes: advice ? [addProbe(database, 'a readiness probe', [[KEY, advice]])] : [],
    };
  },
});
