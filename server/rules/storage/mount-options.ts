import type { Database } from '../../../engines/model/database.ts';
import type { Field, Source } from '../../../engines/model/field.ts';
import { databaseRule } from '../rule.ts';
import type { Fix, Severity } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { placeInClass, titleOfClass } from './class-place.ts';
import { dataClaim } from './data-claim.ts';

/** What each option takes away from a database. */
const UNSAFE: Readonly<
  Record<string, { readonly effect: string; readonly severity?: Severity; readonly needsLockServer?: true }>
> = {
  async: {
    effect:
      'writes stay in memory until somebody asks for them with fsync, and on a server that exports with async not even fsync puts them on disk',
    // Linux file systems mount so by default, and fsync still waits: the export option of the same name is the dangerous one.
    severity: 'warning',
  },
  nobarrier: {
    effect:
      'the disk may write its cache in any order: after a power cut the journal and the data contradict each other',
  },
  'barrier=0': {
    effect:
      'the disk may write its cache in any order: after a power cut the journal and the data contradict each other',
  },
  'data=writeback': {
    effect:
      'after a crash, files that have grown may hold old or foreign blocks, since data may reach the disk after the metadata',
  },
  nolock: {
    effect: 'file locks mean nothing beyond this node: a second server on another node opens the same files',
    needsLockServer: true,
  },
  'local_lock=all': {
    effect: 'file locks mean nothing beyond this node: a second server on another node opens the same files',
    needsLockServer: true,
  },
  soft: {
    effect:
      'when the file server answers late, reads and writes fail in the middle instead of waiting, and pages are torn',
  },
  softerr: {
    effect:
      'when the file server answers late, reads and writes fail in the middle instead of waiting, and pages are torn',
  },
};

export const mountOptions = databaseRule({
  id: 'storage/mount-options',
  severity: 'error',
  title: 'Mount options that break fsync, write order or locks',
  why: `A committed transaction is safe only as long as the file system keeps its word: what \`fsync\` has confirmed is on the disk, and in
the order in which it was written. \`nobarrier\` and \`barrier=0\` let the disk reorder its cache, \`data=writeback\` lets data arrive after
the metadata that points to it, \`nolock\` and \`local_lock\` switch off the lock that keeps a second server out, and \`soft\` turns a slow
file server into failed writes. They gain a little speed until the first power cut or network failure, and then cost the database.

\`async\` is a warning: on a Linux client it is the default and \`fsync\` still waits, but written out it usually means that the author wants
writes confirmed early, and as an option of the NFS *export* it does just that.`,
  when: `Fires for each such option in \`mountOptions\` of the class (in sight or in the connected cluster) or PersistentVolume that a data claim uses. Silent for other options
(\`noatime\`, \`discard\`, \`hard\`, \`nfsvers\` …) and for volumes that hold no data directory.`,
  sources: [
    'https://www.postgresql.org/docs/current/creating-cluster.html#CREATING-CLUSTER-NFS',
    'https://man7.org/linux/man-pages/man5/nfs.5.html',
    'https://man7.org/linux/man-pages/man5/ext4.5.html',
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#mount-options',
  ],
  whenItRuns: `Options count from the next mount on: a running pod keeps the old ones until it moves or restarts, so restart it at a time of your
choice, one member after the other. Before \`nolock\` goes from an NFS 3 volume, see that \`rpc.statd\` runs on every node, or the mount is
refused («Either use '-o nolock' to keep locks local, or start statd») and the database does not come back; NFS 4 needs no such service. A
class hands its options to volumes that are made later; those that exist keep theirs in \`spec.mountOptions\` of the PersistentVolume.`,
  examples: {
    bad: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: fast
provisioner: ebs.csi.aws.com
mountOptions:
  - noatime
  - nobarrier
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
mountOptions:
  - noatime
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
  *check(database) {
    if (!holdsData(database)) return;
    for (const { list, placed } of optionLists(database)) {
      for (const item of list.items()) {
        const options = (item.string() ?? '').split(',').map((option) => option.trim());
        const unsafe = options.find((option) => Object.hasOwn(UNSAFE, option));
        const found = unsafe === undefined ? undefined : UNSAFE[unsafe];
        if (unsafe === undefined || found === undefined) continue;
        yield {
          source: placed?.source ?? item.source,
          ...(found.severity === undefined ? {} : { severity: found.severity }),
          message: `${database.engine.name}'s data is mounted with '${unsafe}'${placed ? ` by ${placed.title}` : ''}: ${found.effect}.`,
          thing: `mount-option:${unsafe}`,
          fixes: placed ? [] : [withoutUnsafe(list, item, options)],
        };
      }
    }
  },
});

interface OptionList {
  readonly list: Field;
  /** For a class that only the connected cluster has: where to say it, and what the class is called. */
  readonly placed?: { readonly source: Source; readonly title: string };
}

function optionLists(database: Database): OptionList[] {
  const claim = dataClaim(database)?.claim;
  const lists: OptionList[] = [];
  if (claim?.volume) lists.push({ list: claim.volume.at('spec', 'mountOptions') });
  if (claim?.storageClass) {
    const { storageClass } = claim;
    const list = storageClass.at('mountOptions');
    const { isManifest, source } = placeInClass(list, storageClass, claim);
    lists.push(isManifest ? { list } : { list, placed: { source, title: titleOfClass(storageClass) } });
  }
  return lists;
}

/** True when the options in this list take away what a database relies on. */
export function hasUnsafeOption(list: Field): boolean {
  return list.strings().some((item) => item.split(',').some((option) => Object.hasOwn(UNSAFE, option.trim())));
}

function withoutUnsafe(list: Field, item: Field, options: readonly string[]): Fix {
  const kept = options.filter((option) => !Object.hasOwn(UNSAFE, option));
  const gone = options.filter((option) => Object.hasOwn(UNSAFE, option)).join(',');
  const isCareful = options.some((option) => Object.hasOwn(UNSAFE, option) && UNSAFE[option]?.needsLockServer);
  return {
    title: `Remove the mount option ${gone}${isCareful ? ' (NFS 3 needs rpc.statd on every node then)' : ''}`,
    // Without a lock service the volume cannot be mounted at the next start: https://man7.org/linux/man-pages/man8/rpc.statd.8.html
    kind: isCareful ? 'careful' : 'safe',
    apply: (editor) => {
      if (kept.length > 0) editor.set(item.object, item.path, kept.join(','));
      else editor.remove(item.object, list.items().length === 1 ? list.path : item.path);
    },
  };
}
