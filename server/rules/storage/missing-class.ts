import type { Database } from '../../../engines/model/database.ts';
import type { Claim } from '../../../engines/model/workload.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { placeholder } from '../../edits/index.ts';
import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { dataClaim, specOf } from './data-claim.ts';
import { classFixes, isDefaultClass, isFitForData, isNodeLocal, onlyDefaultClass } from './live-classes.ts';

export const missingClass = databaseRule({
  id: 'storage/missing-class',
  severity: 'info',
  title: 'Claim for data without a storage class',
  why: `Without \`storageClassName\` a claim gets whatever class the cluster calls its default: a network share here, a slow disk there,
another one after the next upgrade, and in a cluster without a default none at all, so that the pod waits forever. Speed, replication,
snapshots, expansion and what happens to the volume when the claim is deleted are all decided by that class. Say which one this database
was tried with.`,
  when: `Fires for the claim or claim template of a data directory that names no class. Silent where the class is named, where it is set to
the empty string (a volume made by hand), where a template may add it, and where the connected cluster has exactly one default class and that
is fit for data: no network file system, no unsafe mount options, and not lost with its node unless the engine replicates.`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1',
    'https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass',
  ],
  whenItRuns: `The class of an existing claim cannot be changed, but it can be written down: \`kubectl get pvc\` shows which one the claim
got. Writing exactly that name changes nothing for a PersistentVolumeClaim; a claim template of an existing StatefulSet needs
\`kubectl delete statefulset NAME --cascade=orphan\` before the apply (pods and claims stay).`,
  examples: {
    bad: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql-data
spec:
  accessModes:
    - ReadWriteOnce
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
  *check(database, { cluster }) {
    const data = dataClaim(database);
    if (data === undefined || !holdsData(database)) return;
    const { claim, title } = data;
    const annotation = claim.field.at('metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class');
    if (!claim.spec.at('storageClassName').absent || !annotation.absent) return;
    if (cluster !== undefined && hasFitDefault(database, cluster)) return;
    yield {
      source: specOf(claim).source,
      message: `The ${title} names no storage class: ${database.engine.name}'s data lands on ${defaultOf(cluster)}.`,
      thing: `claim:${claim.name ?? ''}`,
      fixes: fixesOf(claim, database, cluster),
    };
  },
});

function hasFitDefault(database: Database, cluster: Cluster): boolean {
  const storageClass = onlyDefaultClass(cluster);
  if (storageClass === undefined || !isFitForData(storageClass, database)) return false;
  const { engine, replication } = database;
  return !isNodeLocal(storageClass) || (engine.replicates && replication.state !== 'none');
}

/** What becomes of the claim, as far as the connected cluster tells. */
function defaultOf(cluster: Cluster | undefined): string {
  if (cluster?.storageClasses === undefined) {
    return "whatever the cluster's default is, and waits forever where there is none";
  }
  const defaults = cluster.storageClasses.filter(isDefaultClass).map(({ name = '' }) => `'${name}'`);
  if (defaults.length === 0) return `nothing, and waits forever: the cluster '${cluster.context}' has no default class`;
  return defaults.length === 1
    ? `class ${defaults.join('')}, the default of the cluster '${cluster.context}', which is hardly meant for databases`
    : `the newest of the classes that the cluster '${cluster.context}' calls its default: ${defaults.join(', ')}`;
}

/** The live classes to choose from; without any, a place to fill in. */
function fixesOf(claim: Claim, database: Database, cluster: Cluster | undefined): Fix[] {
  const live = classFixes(claim, database, cluster);
  if (live.length > 0) return live;
  const { field, spec } = claim;
  return [
    {
      title: 'Name the storage class (only before the claim exists)',
      kind: 'careful',
      apply: (editor) => {
        const path = [...spec.path, 'storageClassName'];
        const before = spec.at('resources').exists ? { before: 'resources' } : {};
        editor.insert(field.object, path, placeholder('storage-class'), before);
      },
    },
  ];
}
