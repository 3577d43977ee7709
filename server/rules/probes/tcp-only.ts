import { databaseRule } from '../rule.ts';
import { askAsEngine } from './ask-as-engine.ts';
import { containerPhrase } from './container.ts';
import { callsOfProbe, readProbe, scriptsOfProbe, thingOf } from './probe.ts';
import type { Probe } from './probe.ts';

const KEY = 'readinessProbe';

export const tcpOnly = databaseRule({
  id: 'probes/tcp-only',
  severity: 'info',
  title: 'Readiness only opens a socket',
  why: `An open port says that a process listens, not that the database serves. PostgreSQL opens its port before it replays its log and
answers «the database system is starting up»; Redis accepts connections while it loads its data set and answers «LOADING»; a MongoDB
member listens while it still copies its data. With a TCP check all of them count as ready, and clients get these errors.`,
  when: `Fires when the readiness probe is a \`tcpSocket\`, or an \`exec\` probe that only opens the port (\`nc -z\`, \`/dev/tcp\`), and the
engine has a better question. A TCP liveness probe is fine: it asks whether the process is there.`,
  sources: [
    'https://www.postgresql.org/docs/current/app-pg-isready.html',
    'https://redis.io/docs/latest/commands/ping/',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-a-tcp-liveness-probe',
  ],
  whenItRuns: `A StatefulSet or Deployment takes the probe as a rolling update. The probes of a bare Pod cannot be changed: delete the pod and
create it again, at a time when clients can do without it.`,
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
          readinessProbe:
            tcpSocket:
              port: 5432
            periodSeconds: 10
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
    const { container, engine, context } = database;
    const probe = readProbe(container, KEY);
    if (probe === undefined || !(probe.handler === 'tcpSocket' || onlyConnects(database.container, probe))) return;
    const advice = engine.readinessProbe(context);
    if (advice !== undefined && 'tcpSocket' in advice.probe) return;
    yield {
      source: probe.field.at(probe.handler ?? 'tcpSocket').source,
      message:
        `The readiness probe of ${containerPhrase(database)} only opens a socket: the port is open while the server still starts, ` +
        'recovers or refuses clients, and Services send them there all the same.',
      thing: thingOf(KEY),
      fixes: advice ? [askAsEngine(database, probe, advice)] : [],
    };
  },
});

/** True for `nc -z` or `/dev/tcp` and nothing else that asks. */
function onlyConnects(container: Parameters<typeof callsOfProbe>[0], probe: Probe): boolean {
  if (probe.handler !== 'exec') return false;
  const calls = callsOfProbe(container, probe).filter(
    ({ program }) => !/^(?:\[|test|true|exit|echo|:)$/u.test(program ?? ''),
  );
  if (calls.length === 0) return scriptsOfProbe(container, probe).some((text) => text.includes('/dev/tcp/'));
  return calls.every(
    ({ program, words }) =>
      /^(?:nc|ncat|netcat)$/u.test(program ?? '') && words.some(({ value }) => /^-\w*z/u.test(value)),
  );
}
