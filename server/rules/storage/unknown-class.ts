import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import { databaseRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { isDataClaimName } from './claim-names.ts';
import { classNameOf } from './class-place.ts';
import { dataClaim } from './data-claim.ts';
import { classFixes } from './live-classes.ts';

/** More names than this in a message are no help. */
const MOST_NAMES = 6;

export const unknownClass = databaseRule({
  id: 'storage/unknown-class',
  severity: 'warning',
  title: 'Storage class that the connected cluster does not have',
  why: `A claim may name any class; the API server does not check that there is one. Where there is none, nobody makes a volume: the claim
stays Pending, the pod waits for it, and nothing says so louder than an event. It happens when a manifest moves from one cluster to another
(\`gp3\` here, \`standard-rwo\` there), and with a letter mistyped.`,
  when: `Fires when a cluster is connected, its storage classes can be listed, and neither it nor the workspace has the class that the claim
of a data directory names. Silent without a cluster, for templated names, where a PersistentVolume in sight is made by hand for that class
or the claim names its volume, and where only a part of the deployment is in sight.`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1',
    'https://kubernetes.io/docs/concepts/storage/dynamic-provisioning/',
  ],
  whenItRuns: `A database that runs has its volume: look first whether the right cluster is connected. The class of an existing claim cannot
be changed. A claim that is bound keeps its volume when its class is deleted, but it cannot grow any more, and new members get none:
create the class again under its old name. A claim that waits for a class that never was can be deleted and applied anew: it holds nothing. For the
claim template of an existing StatefulSet, first \`kubectl delete statefulset NAME --cascade=orphan\` (pods and claims stay).`,
  exampleCluster: {
    context: 'production',
    storageClasses: [{ metadata: { name: 'premium-rwo' }, provisioner: 'pd.csi.storage.gke.io' }],
  },
  examples: {
    bad: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql-data
spec:
  accessModes:
    - ReadWriteOnce
  storageClassName: gp3
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
  storageClassName: premium-rwo
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
  *check(database, context) {
    const data = dataClaim(database);
    const name = data?.claim.storageClassName;
    // The empty string is the class of volumes made by hand.
    if (data === undefined || name === undefined || name === '' || !holdsData(database)) return;
    const { claim, title } = data;
    if (claim.storageClass !== undefined || claim.volume !== undefined || claim.spec.at('volumeName').exists) return;
    const { cluster, live } = context;
    if (cluster?.storageClasses === undefined || mayBeElsewhere(name, database.workload.object, context)) return;
    if (live && !waits(database, context)) return;
    const names = cluster.storageClasses.map((one) => `'${one.name ?? ''}'`);
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
    const known = names.length === 0 ? 'no class at all' : `${names.slice(0, MOST_NAMES).join(', ')}${more}`;
    yield {
      source: classNameOf(claim).source,
      message: `The cluster '${cluster.context}' has no storage class '${name}' (it has ${known}): the ${title} stays Pending there, and ${database.engine.name} never starts.`,
      thing: `claim:${claim.name ?? ''}`,
      fixes: live ? [] : classFixes(claim, database, cluster),
    };
  },
});

/** Whether a live claim of the data has no volume yet: one that is bound needs its class no more. */
function waits(database: Database, { lookup }: RuleContext): boolean {
  return lookup
    .all('PersistentVolumeClaim', database.workload.object)
    .filter(({ name }) => isDataClaimName(database, name ?? ''))
    .some((claim) => new Field(claim).at('status', 'phase').string() === 'Pending');
}

/** Whether the class may come from out of sight, or need not exist: volumes made by hand only have to bear its name. */
function mayBeElsewhere(name: string, near: KubeObject, { lookup, live }: RuleContext): boolean {
  if (lookup.volumesOfClass(near, name).length > 0) return true;
  if (!live && lookup.partial) return true;
  // A templated name may be this one, and a patch of it is laid over one out of sight.
  return lookup.all('StorageClass', near).some((one) => one.name === undefined || one.name === name);
}
