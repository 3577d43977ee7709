import { buildModel } from '../../../engines/model/builder.ts';
import type { Database } from '../../../engines/model/database.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import { recognise } from '../../../engines/recognise.ts';
import { isBeside } from '../../workspace/nearness.ts';
import { databaseRule } from '../rule.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { holdsData, nameOfWorkload } from '../workload/speaker.ts';
import { conversionFix } from '../workload/stateful-set-conversion.ts';
import { ownClaimsFix } from './durable-volume.ts';
import { isReadOnly } from './mounts.ts';

export const sharedClaim = databaseRule({
  id: 'storage/shared-claim',
  severity: 'error',
  title: 'Several database servers on one claim',
  why: `Every pod of a workload that names one PersistentVolumeClaim gets the very same directory. Two servers that open the same data
files overwrite each other's pages: the lock files that should prevent it hold process ids or host locks that mean nothing in another
container or on another node. \`ReadWriteOnce\` does not help, for it limits nodes, not pods; and where the pods land on different nodes, all
but one hang in \`ContainerCreating\`.

Databases replicate by sending changes from member to member, each with files of its own: that is what the claim templates of a
StatefulSet are for.`,
  when: `Fires when more than one pod can mount a claim as its data directory: more than one replica (or a DaemonSet) with a claim by
name, or two database workloads in sight that name the same claim and the same directory in it. Silent for read-only mounts, for
directories that carry the pod's name (\`subPathExpr: $(POD_NAME)\`), and for Jobs.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage',
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
    'https://www.postgresql.org/docs/current/creating-cluster.html',
    'https://dev.mysql.com/doc/refman/8.4/en/multiple-data-directories.html',
  ],
  whenItRuns: `1. Scale to one pod now: \`kubectl scale --replicas=1\`. From here on nothing gets worse.
2. Back up with the engine's own tool and check the backup by restoring it elsewhere: files that two servers have written may already be
   damaged.
3. Delete the StatefulSet (\`kubectl delete statefulset NAME --cascade=orphan\`), apply the one with claim templates, and restore the
   backup into the first member. The old claim stays until you delete it.
4. Set up the engine's replication before you raise \`replicas\` again.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mariadb
spec:
  serviceName: mariadb
  replicas: 3
  selector:
    matchLabels:
      app: mariadb
  template:
    metadata:
      labels:
        app: mariadb
    spec:
      containers:
        - name: mariadb
          image: mariadb:11.4
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: mariadb-data
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mariadb
spec:
  serviceName: mariadb
  replicas: 3
  selector:
    matchLabels:
      app: mariadb
  template:
    metadata:
      labels:
        app: mariadb
    spec:
      containers:
        - name: mariadb
          image: mariadb:11.4
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes:
          - ReadWriteOnce
        storageClassName: fast
        resources:
          requests:
            storage: 20Gi
`,
  },
  *check(database, context) {
    const { engine, members, workload, data } = database;
    const { volume } = data;
    if (!holdsData(database) || volume === undefined || directoryInClaim(database) === undefined) return;
    const claimName = volume.claimName ?? '';
    const source = volume.field.at('persistentVolumeClaim', 'claimName').source;
    const fix = fixFor(database, context);
    const pods =
      workload.kind === 'DaemonSet' ? 'One pod a node' : (members.count ?? 1) > 1 ? `${members.count} pods` : '';
    if (pods !== '') {
      yield {
        source,
        message: `${pods} of ${nameOfWorkload(database)} mount the same claim '${claimName}' as ${engine.name}'s data directory: servers that share files corrupt them, and on other nodes the pods never start.`,
        related: workload.kind === 'DaemonSet' ? [] : [{ source: members.source, message: 'How many pods there are' }],
        fixes: fix ? [fix] : [],
      };
      return;
    }
    const [other] = othersOnClaim(database, claimName, context);
    if (other === undefined) return;
    yield {
      source,
      message: `${nameOfWorkload(other)} runs ${other.engine.name} on the same directory of claim '${claimName}': as soon as both run, each overwrites the other's files.`,
      related: [{ source: other.data.volume?.field.source ?? other.workload.root.source, message: 'The other one' }],
    };
  },
});

/** Claims of their own for the pods of a StatefulSet; what else runs several pods has to become one first. */
function fixFor(database: Database, context: RuleContext): Fix | undefined {
  const { workload } = database;
  if (workload.kind === 'StatefulSet') return ownClaimsFix(database);
  if (workload.kind === 'DaemonSet') return undefined;
  const conversion = conversionFix(database, context);
  const own = ownClaimsFix({ ...database, workload: { ...workload, kind: 'StatefulSet' } });
  if (conversion === undefined || own === undefined) return undefined;
  return {
    title: 'Convert to a StatefulSet that gives each pod a claim of its own (only before the first start)',
    kind: 'careful',
    apply: (editor) => {
      conversion.apply(editor);
      own.apply(editor);
    },
  };
}

/** Which directory of its claim the server writes to; undefined where there is no claim by name, or where it differs from pod to pod. */
function directoryInClaim({ data, workload }: Database): string | undefined {
  const { directory, mount, volume } = data;
  if (volume?.kind !== 'claim' || volume.claimName === undefined || mount?.path === undefined) return undefined;
  if (directory === undefined || isReadOnly(mount)) return undefined;
  if (workload.kind === 'Job' || workload.kind === 'CronJob') return undefined;
  const place = `${mount.subPath ?? ''}/${directory.path.slice(mount.path.length)}`.replace(/\/+/gu, '/');
  // `$(POD_NAME)` in subPathExpr or in PGDATA gives each pod a directory of its own.
  return place.includes('$(') || isUnknown(place) ? undefined : place.replace(/^\/|\/$/gu, '');
}

/** The databases of other workloads in sight that write to the same directory of the claim. */
function othersOnClaim(database: Database, claimName: string, { lookup }: RuleContext): Database[] {
  const place = directoryInClaim(database);
  return lookup
    .mountingClaim(database.workload.object, claimName)
    .filter((object) => !object.partial && mayMeet(database.workload.object, object))
    .flatMap((object) => buildModel(object, lookup, { recognise }, [])?.databases ?? [])
    .filter((other) => other.data.volume?.claimName === claimName && directoryInClaim(other) === place);
}

/**
 * Whether both will run in one cluster. Objects of one name are variants of one workload (an overlay, a rendered copy), of which only one
 * is applied; and in folders apart, where no namespace is said, a claim's name is a coincidence.
 */
function mayMeet(one: KubeObject, other: KubeObject): boolean {
  const isSameNamespace = one.namespace !== undefined && one.namespace === other.namespace;
  return one.name !== other.name && (isSameNamespace || isBeside(one, other));
}
