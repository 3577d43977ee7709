import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import { nameOfWorkload } from './speaker.ts';

export const replicasWithoutReplication = databaseRule({
  id: 'workload/replicas-without-replication',
  severity: 'error',
  title: 'Several replicas of a server that does not replicate',
  why: `\`replicas: 3\` starts three servers; it does not make them copy each other. Each one initialises a database of its own. Behind
one Service every connection reaches another of them: a row that was written through one is missing in the next, ids collide, and no
single dump holds all the data. It looks like a cluster, and it is three databases that drift apart from their first minute.`,
  when: `Fires when a workload runs more than one server and everything that could set up replication (arguments, environment, mounted
configuration, init containers, sidecars, the image) is in sight and does not. Silent when something out of sight might do it, and
where all pods share one claim (storage/shared-claim tells that story).`,
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/run-replicated-stateful-application/',
    'https://www.postgresql.org/docs/current/warm-standby.html',
    'https://dev.mysql.com/doc/refman/8.4/en/replication.html',
  ],
  whenItRuns: `Each member holds its own data. Going down to one replica hides what the others have taken:

1. Dump every member by its own name (\`pod/NAME-0\`, \`pod/NAME-1\` …), not through the Service.
2. Load what the other members hold into member 0, and settle rows that exist twice.
3. Set \`replicas: 1\`. The claims of the other members stay; delete them only when the merged data is verified and backed up.

If more than one member is wanted, set up the engine's replication (or an operator that does it) on a new database and load the merged
dump there.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  replicas: 3
  selector:
    matchLabels:
      app: mysql
  template:
    metadata:
      labels:
        app: mysql
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          env:
            - name: MYSQL_ROOT_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: mysql
                  key: password
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  replicas: 1
  selector:
    matchLabels:
      app: mysql
  template:
    metadata:
      labels:
        app: mysql
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          env:
            - name: MYSQL_ROOT_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: mysql
                  key: password
`,
  },
  *check(database) {
    const { engine, members, replication, workload } = database;
    if (members.count === undefined || members.count < 2 || replication.state !== 'none') return;
    if (isShared(database)) return;
    yield {
      source: members.source,
      severity: database.cache ? 'warning' : 'error',
      message: `${nameOfWorkload(database)} starts ${members.count} ${engine.name} servers and nothing makes them replicate: ${members.count} independent databases, and a client finds only what it happened to write to the same one.`,
      thing: 'replication',
      fixes: [
        {
          title: 'Run one replica (only before the first start)',
          kind: 'careful',
          apply: (editor) => {
            editor.set(workload.object, ['spec', 'replicas'], 1);
          },
        },
      ],
    };
  },
});

/** True where all pods open one and the same volume: then they are not independent, they are worse. */
function isShared({ data }: Database): boolean {
  const kind = data.volume?.kind;
  return kind === 'claim' || kind === 'nfs' || kind === 'network-file-system' || kind === 'block';
}
