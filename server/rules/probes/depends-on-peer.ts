import { clientCall } from '../../../engines/clients/index.ts';
import type { Database } from '../../../engines/model/database.ts';
import type { Source } from '../../../engines/model/field.ts';
import { databaseRule } from '../rule.ts';
import { askAsEngine } from './ask-as-engine.ts';
import { containerPhrase } from './container.ts';
import { isItself } from './hosts.ts';
import { callsOfProbe, readProbe, scriptsOfProbe, thingOf } from './probe.ts';
import type { Probe } from './probe.ts';

const KEY = 'livenessProbe';

/** Questions whose answer is about the cluster, not about this member, and who says so. */
const CLUSTER_STATES: readonly { readonly asks: RegExp; readonly unless?: RegExp; readonly state: string }[] = [
  // https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-cluster-health: without local=true the elected master answers.
  { asks: /_c(?:luster|at)\/health/u, unless: /[?&]local(?:=true)?\b/u, state: 'the health of the whole cluster' },
  // https://redis.io/docs/latest/commands/cluster-info/
  { asks: /\bcluster_state\b/u, state: 'the state of the whole cluster' },
  // https://galeracluster.com/library/documentation/monitoring-cluster.html
  { asks: /\bwsrep_cluster_(?:status|size)\b/u, state: 'the state of the whole cluster' },
];

interface Dependence {
  readonly source: Source;
  /** What it asks, for the message: «the host 'mysql-0.mysql'». */
  readonly whom: string;
}

export const dependsOnPeer = databaseRule({
  id: 'probes/depends-on-peer',
  severity: 'warning',
  title: 'Liveness depends on another pod',
  why: `A liveness probe decides whether *this* container is killed. When it asks another pod, a Service, or the state of the whole cluster,
the failure of one member kills the others: all their probes fail at once, all restart at once, and what was the loss of one member
becomes the loss of the database. A restart cannot mend what is wrong elsewhere.

A Service is no way to ask oneself either: it only leads to pods that are ready, so a pod that is not ready yet is killed for it.`,
  when: `Fires when the liveness probe names a host other than the pod itself (in a command, or as \`host\` of \`tcpSocket\` and
\`httpGet\`), or asks for the state of the cluster. Silent for loopback, sockets, the pod's own name and address, and where only the
running container can tell.`,
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  whenItRuns: `A StatefulSet or Deployment takes the probe as a rolling update. The probes of a bare Pod cannot be changed: delete the pod and
create it again, at a time when clients can do without it.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  replicas: 3
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
              command: [mysqladmin, ping, -h, mysql-0.mysql]
            periodSeconds: 30
            timeoutSeconds: 5
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  replicas: 3
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
            periodSeconds: 30
            timeoutSeconds: 5
`,
  },
  *check(database) {
    const probe = readProbe(database.container, KEY);
    const dependence = probe && (asksHost(database, probe) ?? asksCluster(database, probe));
    if (probe === undefined || dependence === undefined) return;
    const advice = database.engine.livenessProbe(database.context);
    yield {
      source: dependence.source,
      message:
        `The liveness probe of ${containerPhrase(database)} asks ${dependence.whom}, not this pod: ` +
        'when that fails, healthy members are killed with it, and a restart mends nothing.',
      thing: thingOf(KEY),
      fixes: advice ? [askAsEngine(database, probe, advice)] : [],
    };
  },
});

function asksHost(database: Database, probe: Probe): Dependence | undefined {
  const { field, handler } = probe;
  if (handler === 'tcpSocket' || handler === 'httpGet') {
    const host = field.at(handler, 'host');
    const name = host.string();
    return name === undefined || isItself(name, database)
      ? undefined
      : { source: host.source, whom: `the host '${name}'` };
  }
  for (const call of callsOfProbe(database.container, probe)) {
    const host = clientCall(call)?.host;
    if (host !== undefined && isHostName(host.value) && !isItself(host.value, database)) {
      return { source: host.source, whom: `the host '${host.value}'` };
    }
  }
  return undefined;
}

/** Keeps out what a scanner of command lines may have taken for a host by mistake. */
function isHostName(text: string): boolean {
  return /^[\w.:[\]-]+$/u.test(text);
}

function asksCluster({ container, members, replication }: Database, probe: Probe): Dependence | undefined {
  if (members.count === 1 || replication.state === 'none') return undefined;
  const path = probe.field.at('httpGet', 'path');
  const texts = [path.string() ?? '', ...wordsOf(container, probe), ...scriptsOfProbe(container, probe)];
  for (const { asks, unless, state } of CLUSTER_STATES) {
    if (texts.some((text) => asks.test(text) && !unless?.test(text))) {
      return { source: path.exists ? path.source : probe.field.at('exec').source, whom: `for ${state}` };
    }
  }
  return undefined;
}

function wordsOf(container: Database['container'], probe: Probe): string[] {
  return callsOfProbe(container, probe).flatMap(({ words }) => words.map(({ value }) => value));
}
