import { readQuantity } from '../../../engines/model/quantity.ts';
import { placeholder } from '../../edits/index.ts';
import { databaseRule } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { dataClaim } from './data-claim.ts';

export const requestTooSmall = databaseRule({
  id: 'storage/request-too-small',
  severity: 'warning',
  title: 'Claim smaller than the engine needs to run',
  why: `An empty server already takes space: system tables, the write-ahead log or redo log with its preallocated segments, the oplog or
journal, temporary files for sorts and index builds. A claim below the engine's practical minimum fills up with the first real load, often
with log segments alone. A full disk does not slow a database down, it stops it: PostgreSQL shuts down with a PANIC, MySQL and MongoDB
hang or crash on their next write, Redis refuses writes after a failed snapshot. Getting out of it needs free space, which is then not
there.`,
  when: `Fires when the claim or claim template of a data directory requests less than the engine's practical minimum (1Gi for most
engines). Exactly the minimum is silent, as are caches, other claims, and sizes that a template writes.`,
  sources: [
    'https://www.postgresql.org/docs/current/disk-full.html',
    'https://www.postgresql.org/docs/current/wal-configuration.html',
    'https://dev.mysql.com/doc/refman/8.4/en/full-disk.html',
    'https://www.mongodb.com/docs/manual/core/replica-set-oplog/',
  ],
  whenItRuns: `Where the class has \`allowVolumeExpansion: true\`, grow the live claims one by one:
\`kubectl patch pvc CLAIM -p '{"spec":{"resources":{"requests":{"storage":"SIZE"}}}}'\`, and watch \`kubectl get pvc\` until the capacity has
followed. A claim template of an existing StatefulSet cannot be changed: afterwards
\`kubectl delete statefulset NAME --cascade=orphan\` and apply the new manifest. Where the class does not expand, dump, make a larger
claim, and restore.`,
  examples: {
    bad: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql-data
spec:
  accessModes:
    - ReadWriteOnce
  storageClassName: fast
  resources:
    requests:
      storage: 200Mi
---
apiVersion: v1
kind: Pod
metadata:
  name: mysql
spec:
  containers:
    - name: mysql
      image: mysql:8.4
      volumeMounts:
        - name: data
          mountPath: /var/lib/mysql
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: mysql-data
`,
    good: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql-data
spec:
  accessModes:
    - ReadWriteOnce
  storageClassName: fast
  resources:
    requests:
      storage: 20Gi
---
apiVersion: v1
kind: Pod
metadata:
  name: mysql
spec:
  containers:
    - name: mysql
      image: mysql:8.4
      volumeMounts:
        - name: data
          mountPath: /var/lib/mysql
  volumes:
    - name: data
      persistentVolumeClaim:
        claimName: mysql-data
`,
  },
  *check(database) {
    const data = dataClaim(database);
    if (data === undefined || !holdsData(database)) return;
    const { claim, title } = data;
    const { engine } = database;
    const request = claim.spec.at('resources', 'requests', 'storage');
    const written = typeof request.value === 'number' ? request.value : request.string();
    const asked = readQuantity(written);
    const least = readQuantity(engine.minimumStorage.value);
    if (asked === undefined || least === undefined || asked >= least) return;
    yield {
      source: request.source,
      message: `The ${title} asks for ${String(written)}: ${engine.name} needs at least ${engine.minimumStorage.value} to run, and stops when its disk is full.`,
      thing: `claim:${claim.name ?? ''}`,
      fixes: [
        {
          title: `Raise the request to ${engine.minimumStorage.value} or more (only before the claim exists)`,
          kind: 'careful',
          apply: (editor) => {
            editor.set(request.object, request.path, placeholder(engine.minimumStorage.value));
          },
        },
      ],
    };
  },
});
