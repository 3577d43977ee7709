import type { Field } from '../../../engines/model/field.ts';
import { databaseRule } from '../rule.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { dataClaim } from './data-claim.ts';

const SHARED: Readonly<Record<string, string>> = {
  ReadWriteMany: 'pods on any number of nodes may write to it at once',
  ReadOnlyMany: 'it is meant for pods on many nodes that only read, and a database server has to write',
};

/** Kubernetes from which on ReadWriteOncePod is stable. Source: https://kubernetes.io/blog/2023/12/18/read-write-once-pod-access-mode-ga/ */
const ONE_POD_SINCE = [1, 29] as const;

export const accessMode = databaseRule({
  id: 'storage/access-mode',
  severity: 'error',
  title: 'Claim of a data directory that many nodes may mount',
  why: `A database server takes for granted that nobody else writes to its files; the lock that should prevent it lives inside the
container or on one node and does not reach further. With \`ReadWriteMany\` nothing in Kubernetes stops a second pod on a second node,
during an update, after a node is lost, or after \`replicas\` is raised, from opening the same files. The two overwrite each other's
pages, and the damage shows days later.

\`ReadWriteOnce\` lets only one node attach the volume; \`ReadWriteOncePod\` (stable from Kubernetes 1.29 on, CSI volumes only) lets only
one pod in the whole cluster. Storage that offers many writers is also nearly always a network file system, with its own risks.`,
  when: `Fires when the claim (or claim template) that holds a data directory lists ReadWriteMany or ReadOnlyMany. Silent for backup
targets, shared configuration and any other claim.`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
    'https://kubernetes.io/blog/2023/12/18/read-write-once-pod-access-mode-ga/',
  ],
  whenItRuns: `Access modes of an existing claim cannot be changed.

1. Back up, then set the reclaim policy of the bound PersistentVolume to \`Retain\`:
   \`kubectl patch pv NAME -p '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}'\`.
2. Scale the workload to 0, delete the claim, remove \`spec.claimRef\` from the PersistentVolume and set its \`accessModes\` to the new mode.
3. Apply the claim with the new mode and \`volumeName\` of that PersistentVolume, wait until it is bound, and scale up again.
   For claim templates, first \`kubectl delete statefulset NAME --cascade=orphan\`, and apply the new manifest at the end.`,
  examples: {
    bad: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: mysql-data
spec:
  accessModes:
    - ReadWriteMany
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
  *check(database, context) {
    const data = dataClaim(database);
    if (data === undefined || !holdsData(database)) return;
    const { claim, title } = data;
    const modes = claim.spec.at('accessModes');
    for (const item of modes.items()) {
      const mode = item.string();
      const why = mode === undefined ? undefined : SHARED[mode];
      if (mode === undefined || why === undefined) continue;
      yield {
        source: item.source,
        message: `The ${title} holds ${database.engine.name}'s data and asks for ${mode}: ${why}. Two servers on the same files corrupt them.`,
        thing: `claim:${claim.name ?? ''}`,
        fixes: fixesFor(modes, claim.volume, context),
      };
    }
  },
});

function fixesFor(modes: Field, volume: Field | undefined, { kubernetesVersion }: RuleContext): Fix[] {
  const fix = (mode: string): Fix => ({
    title: `Set ${mode} (only before the claim exists)`,
    kind: 'careful',
    apply: (editor) => {
      setOnly(editor, modes, mode);
      // A PersistentVolume made by hand must offer what the claim asks for.
      const offered = volume?.at('spec', 'accessModes');
      if (offered?.exists === true && !offered.strings().includes(mode)) setOnly(editor, offered, mode);
    },
  });
  return [fix('ReadWriteOnce'), ...(hasOnePodMode(kubernetesVersion) ? [fix('ReadWriteOncePod')] : [])];
}

function setOnly(editor: Parameters<Fix['apply']>[0], modes: Field, mode: string): void {
  const { object, path } = modes;
  const items = modes.items();
  const kept = Math.max(
    0,
    items.findIndex((item) => item.string() === mode),
  );
  // From the end on: an item that goes moves those behind it.
  for (const [index, item] of [...items.entries()].reverse()) {
    if (index !== kept) editor.remove(object, item.path);
    else if (item.string() !== mode) editor.set(object, [...path, index], mode);
  }
}

function hasOnePodMode(version: string | undefined): boolean {
  const [major = 0, minor = 0] = (version ?? '').replace(/^v/u, '').split('.').map(Number);
  return major > ONE_POD_SINCE[0] || (major === ONE_POD_SINCE[0] && minor >= ONE_POD_SINCE[1]);
}
