import type { Database } from '../../../engines/model/database.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import { startup } from '../../../engines/probes/exec.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { databaseRule } from '../rule.ts';
import { addProbe } from './add-probe.ts';
import { containerPhrase, lacks } from './container.ts';
import { dependsOnPeer } from './depends-on-peer.ts';
import { kindOfProbeFix } from './fix-kind.ts';
import { patience, readProbe, thingOf } from './probe.ts';
import type { Probe } from './probe.ts';
import { passwordVisible } from './password-visible.ts';
import { wrongPort } from './wrong-port.ts';

/** From this initial delay on the author has thought of the start; it is a poor man's startup probe. */
const GENEROUS_DELAY = 60;

export const missingStartup = databaseRule({
  id: 'probes/missing-startup',
  severity: 'warning',
  title: 'A liveness probe that does not wait for recovery',
  why: `After a crash, a lost node or an eviction a database first repairs itself: PostgreSQL replays its write-ahead log, InnoDB its redo
log, MongoDB its journal, Redis loads its whole data set. That takes minutes when there was much to write. Until then the server does
not answer, or answers that it is not there yet.

A liveness probe that begins meanwhile takes this for death and kills the server half-way. The next start begins the repair anew, and is
killed at the same point: the database never comes back, just after the moment when it was needed most. A startup probe holds the other
probes back until the server has answered once.`,
  when: `Fires when there is a \`livenessProbe\` whose \`initialDelaySeconds\` is under 60, no \`startupProbe\`, and the container would be killed
before the engine's recovery budget is over. Silent where a template or a kustomize base may add one, and for caches that keep nothing.`,
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-startup-probes',
    'https://www.postgresql.org/docs/current/wal-intro.html',
    'https://dev.mysql.com/doc/refman/8.4/en/innodb-recovery.html',
  ],
  whenItRuns: `A StatefulSet or Deployment takes the probe as a rolling update. The probes of a bare Pod cannot be changed: delete the pod and
create it again with the probe, at a time when clients can do without it.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  selector:
    matchLabels: { app: mysql }
  template:
    metadata:
      labels: { app: mysql }
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          livenessProbe:
            exec:
              command: [mysqladmin, ping, -h, 127.0.0.1]
            initialDelaySeconds: 30
            periodSeconds: 10
            timeoutSeconds: 5
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  selector:
    matchLabels: { app: mysql }
  template:
    metadata:
      labels: { app: mysql }
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          startupProbe:
            exec:
              command: [mysqladmin, ping, -h, 127.0.0.1]
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 60
          livenessProbe:
            exec:
              command: [mysqladmin, ping, -h, 127.0.0.1]
            periodSeconds: 10
            timeoutSeconds: 5
`,
  },
  *check(database, context) {
    const { container, engine, cache } = database;
    const probe = readProbe(container, 'livenessProbe');
    if (probe === undefined || cache || !lacks(database, 'startupProbe')) return;
    const kept = patience(probe);
    if (kept === undefined || probe.initialDelay === undefined || probe.initialDelay >= GENEROUS_DELAY) return;
    const killedAfter = probe.initialDelay + kept;
    if (killedAfter >= engine.recoverySeconds.value) return;
    yield {
      source: probe.field.source,
      message:
        `The liveness probe kills ${containerPhrase(database)} about ${String(killedAfter)} s after its start when it does not answer by then, ` +
        'and no startup probe holds it back: recovery after a crash is cut off and begins anew, without end.',
      thing: thingOf('livenessProbe'),
      // A question with a flaw of its own is not copied: once that is mended, the fix is there.
      fixes: isFlawed(database, context) ? [] : fixesOf(database, probe),
    };
  },
});

function isFlawed(database: Database, context: RuleContext): boolean {
  return [dependsOnPeer, passwordVisible, wrongPort].some((rule) =>
    [...rule.check(database, context)].some(({ thing }) => thing === thingOf('livenessProbe')),
  );
}

/**
 * The question that liveness asks, with the engine's recovery budget. It has been answered before, so it will be again: another question
 * might never be on this image, and the startup probe would kill a healthy server.
 */
function fixesOf(database: Database, { field, handler, timeout }: Probe): Fix[] {
  const question = handler && field.at(handler).value;
  if (handler === undefined || question === undefined || isUnknown(JSON.stringify(question))) return [];
  if (field.object.isOpen([...field.path, handler])) return [];
  const { recoverySeconds } = database.engine;
  const probe = startup({ [handler]: question }, recoverySeconds.value, Math.min(Math.max(timeout ?? 0, 5), 10));
  return [
    addProbe(database, "a startup probe with liveness's question", [['startupProbe', { probe }]], {
      kind: kindOfProbeFix(database),
    }),
  ];
}
