import type { Database } from '../../../engines/model/database.ts';
import type { Mount } from '../../../engines/model/workload.ts';
import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { containerPhrase } from '../probes/container.ts';
import { isLasting } from '../resources/asked.ts';
import { userOf } from './container-user.ts';

const example = (group: string) =>
  exampleSet({
    name: 'postgres',
    image: 'postgres:17',
    pod: `securityContext:
  runAsUser: 999
${group}volumes:
  - name: data
    persistentVolumeClaim:
      claimName: postgres
`,
    container: `volumeMounts:
  - name: data
    mountPath: /var/lib/postgresql/data
`,
  });

export const missingFsGroup = databaseRule({
  id: 'security/missing-fs-group',
  severity: 'warning',
  title: 'Nobody gives the volume to the user of the database',
  why: `A new volume belongs to root. A server that runs as another user cannot write to it and does not start; it works by chance where the storage driver
opens new volumes for everybody, and stops working when the claim is restored to another class. \`fsGroup\` has Kubernetes hand the volume
to a group; with \`OnRootMismatch\` it looks only at the top, so that large volumes do not delay each start.`,
  when: `Fires when the container is told to run as another user than root, mounts a claim that it may write to, and neither \`fsGroup\` nor an init container
that runs \`chown\` or \`chmod\` is there. Silent for images that run as another user by themselves, for hostPath and NFS volumes, and for templates.`,
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#configure-volume-permission-and-ownership-change-policy-for-pods',
  ],
  whenItRuns: `If the database runs, its volume is writable already: Kubernetes then changes the group of all files once, which takes long on large volumes, and adds rights
for the group. The official images set the rights of PostgreSQL's directory right at each start; a key file of MongoDB must stay unreadable for the
group. Try it with one member.`,
  examples: {
    bad: example(''),
    good: example('  fsGroup: 999\n  fsGroupChangePolicy: OnRootMismatch\n'),
  },
  *check(database) {
    const user = userOf(database);
    const { pod, data } = database;
    const group = pod.spec.at('securityContext', 'fsGroup');
    const mount = data.mount;
    if (user.state !== 'other' || user.uid === undefined || !group.absent || !isLasting(database)) return;
    if (mount === undefined || !isOnClaim(mount) || isPrepared(database, mount)) return;
    yield {
      source: user.field.source,
      message: `${containerPhrase(database)} runs as user ${String(user.uid)}, and no fsGroup gives it the volume '${mount.volumeName ?? ''}': on a new volume it may not be able to write.`,
      thing: `group:${mount.volumeName ?? ''}`,
      fixes: giveToGroup(database, user.group ?? (user.image?.uid === user.uid ? user.image.gid : undefined)),
    };
  },
});

function isOnClaim({ volume, readOnly }: Mount): boolean {
  const isClaim = volume?.kind === 'claim' || volume?.kind === 'claim-template';
  const spec = volume?.claim?.volume?.at('spec');
  return isClaim && !readOnly && !(spec?.at('hostPath').exists ?? false) && !(spec?.at('nfs').exists ?? false);
}

/** An init container hands over the volume; what one does that cannot be read is taken for that. */
function isPrepared({ pod }: Database, mount: Mount): boolean {
  return pod.containers.some(
    ({ init, mounts, words }) =>
      init &&
      mounts.some(({ volumeName }) => volumeName === mount.volumeName) &&
      (words.length === 0 || words.some(({ value }) => /\b(?:chown|chmod|install|setfacl)\b/u.test(value))),
  );
}

function giveToGroup({ pod, workload }: Database, group: number | undefined): Fix[] {
  const context = pod.spec.at('securityContext');
  if (group === undefined || group === 0 || context.unknown) return [];
  return [
    {
      title: `Give the volume to the group ${String(group)} (only before the first start, or if no file must be hidden from its group)`,
      kind: 'careful',
      apply: (editor) => {
        editor.set(workload.object, [...context.path, 'fsGroup'], group);
        editor.set(workload.object, [...context.path, 'fsGroupChangePolicy'], 'OnRootMismatch');
      },
    },
  ];
}
