import { Field } from '../../../engines/model/field.ts';
import type { Database } from '../../../engines/model/database.ts';
import type { Claim } from '../../../engines/model/workload.ts';
import { databaseRule } from '../rule.ts';
import type { Fix, Report, RuleContext } from '../rule.ts';
import { holdsData, nameOfWorkload } from '../workload/speaker.ts';
import { hasBackupInSight } from '../backup/in-sight.ts';
import { isDataClaimName } from './claim-names.ts';
import { placeInClass, titleOfClass } from './class-place.ts';
import { dataClaim } from './data-claim.ts';
import { STATIC_PROVISIONER } from './provisioners.ts';

export const classDeletes = databaseRule({
  id: 'storage/class-deletes',
  severity: 'warning',
  title: 'Deleting the claim deletes the data, and nothing backs it up',
  why: `With the reclaim policy \`Delete\` (what a class does when it says nothing) the disk itself is destroyed as soon as the claim is
deleted: by \`kubectl delete -f\`, by removing a namespace, by a Helm uninstall, by a tool that prunes what is no longer in git. There is no
undo. Where a backup exists that is a loss of hours; where none exists it is the loss of everything.

With \`Retain\` the volume and its rows stay, and an administrator can bind them to a new claim.`,
  when: `Fires when the class of a data claim, in sight or in the connected cluster, has the reclaim policy Delete, written or by default, or its PersistentVolume says
Delete or Recycle, and nothing in sight backs this database up. Silent as soon as a CronJob, ScheduledBackup, Velero Schedule or
VolumeSnapshot names it.`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/storage-classes/#reclaim-policy',
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming',
    'https://kubernetes.io/docs/tasks/administer-cluster/change-pv-reclaim-policy/',
  ],
  whenItRuns: `The reclaim policy of an existing class cannot be changed, and a new class does nothing for volumes that exist. Protect those
first: \`kubectl patch pv NAME -p '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}'\` for the volume of each claim
(\`kubectl get pvc\` names them). Then delete the class and create it again with \`Retain\`: volumes and claims are not touched by that.`,
  // Backups out of sight may copy it.
  live: ['CronJob', 'VolumeSnapshot'],
  examples: {
    bad: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
reclaimPolicy: Delete
---
apiVersion: v1
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
    good: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
reclaimPolicy: Retain
---
apiVersion: v1
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
  *check(database, context) {
    const data = dataClaim(database);
    if (data === undefined || !holdsData(database)) return;
    const { storageClass } = data.claim;
    const volumes = [...data.claim.volumes, ...boundVolumes(database, data.claim, context)];
    const places = volumes.length > 0 ? volumes.map(ofVolume) : [storageClass && ofClass(storageClass, data.claim)];
    const known = places.filter((place) => place !== undefined);
    if (known.length === 0 || hasBackupInSight(database, context)) return;
    for (const place of known) {
      yield {
        source: place.source,
        message: `When ${titleOfDeleted(data.claim, data.title)} is deleted, its disk is ${place.fate} with all of ${database.engine.name}'s data${place.because}, and nothing in sight backs ${nameOfWorkload(database)} up.`,
        thing: 'reclaim',
        related: place.related ?? [{ source: data.claim.field.source, message: 'The claim' }],
        fixes: place.fix ? [place.fix] : [],
      };
    }
  },
});

/** A claim template is not deleted: the claims made from it are. */
function titleOfDeleted({ form }: Claim, title: string): string {
  return form === 'template' ? `a claim of the ${title}` : `the ${title}`;
}

interface Place {
  readonly source: Field['source'];
  readonly fate: string;
  /** Who says so, where the place alone does not tell. */
  readonly because: string;
  readonly related?: Report['related'];
  readonly fix: Fix | undefined;
}

/** The volumes that a cluster has bound to the data's claims: they keep their own policy, whatever the class says by now. */
function boundVolumes(database: Database, { storageClassName }: Claim, { live, lookup }: RuleContext): Field[] {
  if (!live) return [];
  const { object } = database.workload;
  return lookup
    .volumesOfClass(object, storageClassName ?? '')
    .map((volume) => new Field(volume))
    .filter((volume) => {
      const claim = volume.at('spec', 'claimRef');
      const isHere = claim.at('namespace').string() === object.namespace;
      return isHere && isDataClaimName(database, claim.at('name').string() ?? '');
    });
}

/** A volume made by hand is kept unless it says otherwise. */
function ofVolume(volume: Field): Place | undefined {
  const policy = volume.at('spec', 'persistentVolumeReclaimPolicy');
  const value = policy.string();
  if (value !== 'Delete' && value !== 'Recycle') return undefined;
  const fix: Fix = {
    title: 'Retain the volume when its claim is deleted',
    kind: 'safe',
    apply: (editor) => {
      editor.set(policy.object, policy.path, 'Retain');
    },
  };
  return { source: policy.source, fate: value === 'Delete' ? 'deleted' : 'wiped', because: '', fix };
}

function ofClass(storageClass: Field, claim: Claim): Place | undefined {
  const policy = storageClass.at('reclaimPolicy');
  // Volumes made by hand do not take the class's default: they are kept unless they say otherwise.
  const isStatic = storageClass.at('provisioner').string() === STATIC_PROVISIONER;
  if (policy.string() !== 'Delete' && (isStatic || !policy.absent)) return undefined;
  const fix: Fix = {
    title: 'Retain volumes when their claims are deleted (only before the class exists)',
    kind: 'careful',
    apply: (editor) => {
      editor.set(policy.object, policy.path, 'Retain');
    },
  };
  const { source, isManifest } = placeInClass(policy, storageClass, claim);
  const place = { source, fate: 'deleted' };
  return isManifest
    ? { ...place, because: '', fix }
    : { ...place, because: ` (the policy of ${titleOfClass(storageClass)} is Delete)`, related: [], fix: undefined };
}
