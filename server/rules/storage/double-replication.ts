import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { backingOfClaim } from './backing.ts';
import type { Backing } from './backing.ts';
import { dataClaim } from './data-claim.ts';

export const doubleReplication = databaseRule({
  id: 'storage/double-replication',
  severity: 'info',
  title: 'Replicated storage under a database that replicates',
  why: `Each member of this database already holds a copy of the data. When each of their volumes is kept in three copies by the storage as
well, every row is stored nine times, and every write crosses the network twice, first between the members and then between the storage's
nodes. Disk space and write speed are paid for with little gain: the database's own copies already survive the loss of a node.

It is a trade-off, not a fault: with storage that replicates, a member is back on another node without copying everything anew. A class
with one copy and local placement is the usual choice under databases that replicate.`,
  when: `Fires when a class known to keep several copies (Longhorn, Ceph RBD, Portworx, LINSTOR, Mayastor) holds the data of a database
with several members that replicate by themselves. Silent where the class's parameters say one copy, and where replication is not known.`,
  sources: [
    'https://longhorn.io/docs/latest/references/storage-class-parameters/',
    'https://longhorn.io/docs/latest/high-availability/data-locality/',
    'https://cassandra.apache.org/doc/latest/cassandra/getting-started/production.html',
  ],
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cassandra
spec:
  serviceName: cassandra
  replicas: 3
  selector:
    matchLabels:
      app: cassandra
  template:
    metadata:
      labels:
        app: cassandra
    spec:
      containers:
        - name: cassandra
          image: cassandra:5.0
          env:
            - name: CASSANDRA_SEEDS
              value: cassandra-0.cassandra
          volumeMounts:
            - name: data
              mountPath: /var/lib/cassandra
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        storageClassName: longhorn
        resources:
          requests:
            storage: 10Gi
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: cassandra
spec:
  serviceName: cassandra
  replicas: 3
  selector:
    matchLabels:
      app: cassandra
  template:
    metadata:
      labels:
        app: cassandra
    spec:
      containers:
        - name: cassandra
          image: cassandra:5.0
          env:
            - name: CASSANDRA_SEEDS
              value: cassandra-0.cassandra
          volumeMounts:
            - name: data
              mountPath: /var/lib/cassandra
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        storageClassName: local-nvme
        resources:
          requests:
            storage: 10Gi
`,
  },
  *check(database) {
    const data = dataClaim(database);
    if (data === undefined || !holdsData(database) || !replicatesHere(database)) return;
    const backing = backingOfClaim(data.claim);
    const copies = backing && copiesOf(backing);
    if (backing === undefined || copies === undefined || copies.count < 2) return;
    const { engine, members } = database;
    const own = members.count ?? 2;
    const kept = `${String(copies.count)} of each${copies.said ? '' : ' by default'}`;
    yield {
      source: backing.source,
      message: `${engine.name} keeps the data on ${String(own)} members by itself, and ${backing.title} keeps ${kept}: everything is stored ${String(own * copies.count)} times, and every write waits for both.`,
      thing: 'copies',
      related: backing.related ? [{ source: backing.related, message: 'The provisioner of that class' }] : [],
    };
  },
});

function replicatesHere({ engine, replication, members }: Database): boolean {
  const isSetUp = replication.state === 'configured' || replication.state === 'self';
  return engine.replicates && isSetUp && (members.count ?? 0) > 1;
}

interface Copies {
  readonly count: number;
  /** False for what the provisioner does unless told otherwise. */
  readonly said: boolean;
}

/** How many copies the storage keeps; undefined where nothing says so. */
function copiesOf({ provisioner, storageClass }: Backing): Copies | undefined {
  const copies = provisioner?.copies;
  if (copies === undefined) return undefined;
  for (const parameter of copies.parameters) {
    const field = storageClass?.at('parameters', parameter);
    if (field?.exists !== true) continue;
    const count = field.number();
    return count === undefined ? undefined : { count, said: true };
  }
  return { count: copies.byDefault, said: false };
}
