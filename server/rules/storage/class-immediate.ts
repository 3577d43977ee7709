import type { Database } from '../../../engines/model/database.ts';
import type { Field } from '../../../engines/model/field.ts';
import { databaseRule } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { LiveObject } from '../../cluster/live-object.ts';
import { placeInClass, titleOfClass } from './class-place.ts';
import { dataClaim } from './data-claim.ts';
import { provisionerNamed, STATIC_PROVISIONER } from './provisioners.ts';

/** Labels by which the scheduler knows zones. Source: https://kubernetes.io/docs/reference/labels-annotations-taints/#topologykubernetesiozone */
const ZONE_KEY = /^(?:topology\.kubernetes\.io\/zone|failure-domain\.beta\.kubernetes\.io\/zone|topology\..*\/zone)$/u;

export const classImmediate = databaseRule({
  id: 'storage/class-immediate',
  severity: 'warning',
  title: 'Storage class that places volumes before the pods',
  why: `With \`volumeBindingMode: Immediate\` (what a class does when it says nothing) the disk is made as soon as the claim appears, in a
zone that nobody has asked the scheduler about. The pod must then follow its disk: it ignores the zones that spread or affinity rules
want, members of one database end up in one zone, or a pod waits forever because the zone of its disk has no room for it.
Once made, the disk stays where it is.

\`WaitForFirstConsumer\` lets the scheduler choose the node first, and the disk is made in that node's zone.`,
  when: `Fires when a class with immediate binding, written or by default, in sight or in the connected cluster, is used by a database with several members or with
rules about zones. Silent for single databases without such rules, for storage that every node can reach (network file systems, Longhorn,
Ceph and the like), for clusters of one node or one zone, for unknown provisioners that do not say \`Immediate\`, and for volumes that exist already.`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode',
    'https://kubernetes.io/docs/setup/best-practices/multiple-zones/#storage-access-for-zones',
  ],
  whenItRuns: `The binding mode of an existing class cannot be changed, and volumes that exist stay in their zones. Create a class under
another name with \`WaitForFirstConsumer\`, use it for new members, and move the old ones one at a time: add a member on the new class, let it
catch up, remove an old one with its claim.`,
  examples: {
    bad: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
volumeBindingMode: Immediate
---
apiVersion: apps/v1
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
        storageClassName: fast
        resources:
          requests:
            storage: 10Gi
`,
    good: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: apps/v1
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
        storageClassName: fast
        resources:
          requests:
            storage: 10Gi
`,
  },
  *check(database, context) {
    const data = dataClaim(database);
    const storageClass = data?.claim.storageClass;
    if (data === undefined || storageClass === undefined || data.claim.volume !== undefined) return;
    const mode = storageClass.at('volumeBindingMode');
    if (!holdsData(database) || (mode.string() !== 'Immediate' && !mode.absent)) return;
    const reason = dependsOnPlace(storageClass, mode, context.cluster) ? reasonOf(database) : undefined;
    if (reason === undefined) return;
    const { source, related, isManifest } = placeInClass(mode, storageClass, data.claim);
    const title = titleOfClass(storageClass);
    yield {
      source,
      message: `${title.charAt(0).toUpperCase()}${title.slice(1)} makes disks before the scheduler has chosen nodes, but ${reason}: its pods must follow disks that may lie in one zone, or in one without room for them.`,
      thing: 'binding',
      related,
      fixes: isManifest
        ? [
            {
              title: 'Wait for the first consumer (only before the class exists)',
              kind: 'careful',
              apply: (editor) => {
                editor.set(storageClass.object, mode.path, 'WaitForFirstConsumer');
              },
            },
          ]
        : [],
    };
  },
});

/**
 * Whether it matters where the class puts a disk: in a zone, or on one of several nodes. Of provisioners not known, only who says `Immediate`
 * is told; a cluster says it for everybody, so a live class of theirs counts only where there are zones to choose from.
 */
function dependsOnPlace(storageClass: Field, mode: Field, cluster: Cluster | undefined): boolean {
  const name = storageClass.at('provisioner').string();
  if (name === undefined || cluster?.nodes === 1) return false;
  const zones = cluster?.zones?.length;
  const isOneZone = zones !== undefined && zones < 2;
  const provisioner = provisionerNamed(name);
  if (name === STATIC_PROVISIONER) return true;
  if (provisioner === undefined) {
    return storageClass.object instanceof LiveObject ? zones !== undefined && !isOneZone : mode.exists && !isOneZone;
  }
  if (provisioner.kind === 'zonal' && isOneZone) return false;
  return provisioner.kind === 'zonal' || (provisioner.kind === 'node-local' && !provisioner.singleNode);
}

/** Why the place of a disk matters to this database; undefined where it does not, or where that cannot be seen. */
function reasonOf({ engine, members, pod }: Database): string | undefined {
  if ((members.count ?? 0) > 1) return `${engine.name} has ${String(members.count)} members here`;
  return namesZone(pod.spec) ? `${engine.name}'s pod has rules about zones` : undefined;
}

function namesZone(spec: Field): boolean {
  const spread = spec.at('topologySpreadConstraints').items();
  if (spread.some((one) => ZONE_KEY.test(one.at('topologyKey').string() ?? ''))) return true;
  if (
    spec
      .at('nodeSelector')
      .entries()
      .some(([key]) => ZONE_KEY.test(key))
  )
    return true;
  const terms = spec
    .at('affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms')
    .items();
  return terms.some((term) =>
    term
      .at('matchExpressions')
      .items()
      .some((expression) => ZONE_KEY.test(expression.at('key').string() ?? '')),
  );
}
