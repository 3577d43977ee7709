import type { Database } from '../../../engines/model/database.ts';
import type { ImageUser } from '../../../engines/model/security.ts';
import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { containerPhrase, containerPlace } from '../probes/container.ts';
import { isLasting } from '../resources/asked.ts';
import { userOf } from './container-user.ts';

export const runsAsRoot = databaseRule({
  id: 'security/runs-as-root',
  severity: 'warning',
  title: 'The database starts as root',
  why: `Root in a container is root to the kernel: a hole in the server, its entrypoint or the container runtime then opens the node and the volumes of all
that run there. Many images start as root only to hand the data directory to the server's own user; that is not needed when Kubernetes does
it (\`fsGroup\`), and namespaces under the restricted Pod Security Standard refuse such pods.`,
  when: `Fires when \`runAsUser\` is 0, and when neither the pod nor the container says as whom to run and the image is known to start as root. Silent with
\`runAsNonRoot\`, with another user, for images that have a user of their own, for images that Plinth does not know, and where a template says.`,
  sources: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  ],
  whenItRuns: `The data must belong to the new user, or the server does not start. The images' entrypoints hand it to their own user at each start as root,
so a claim that such a container has used is ready; look first (\`kubectl exec … -- ls -ln\` on the data directory), and change one member at a time.
Volumes that know no \`fsGroup\` (hostPath, some network file systems) keep their owner.`,
  examples: {
    bad: exampleSet({ name: 'postgres', image: 'postgres:17' }),
    good: exampleSet({
      name: 'postgres',
      image: 'postgres:17',
      pod: `securityContext:
  runAsNonRoot: true
  runAsUser: 999
  runAsGroup: 999
  fsGroup: 999
  fsGroupChangePolicy: OnRootMismatch
`,
    }),
  },
  *check(database) {
    const user = userOf(database);
    const starts = user.image?.startsAsRoot === true;
    if (!isLasting(database) || (user.state !== 'root' && !(user.state === 'unsaid' && starts))) return;
    yield {
      source: user.state === 'root' ? user.field.source : containerPlace(database),
      message:
        user.state === 'root'
          ? `${containerPhrase(database)} is told to run as root: a hole in it opens the node.`
          : `${containerPhrase(database)} starts as root, because nothing says otherwise and its image does so: a hole in it or its entrypoint opens the node.`,
      thing: `user:${database.container.name ?? ''}`,
      fixes: user.image === undefined ? [] : runAsImageUser(database, user.image),
    };
  },
});

/** Only the database's own container changes its user: others of the pod may need theirs. */
function runAsImageUser({ container, pod, workload }: Database, { uid, gid }: ImageUser): Fix[] {
  const { object } = workload;
  const { path } = container.field;
  const own = container.field.at('securityContext');
  const ofPod = pod.spec.at('securityContext');
  if (own.unknown || ofPod.unknown || container.field.object.isOpen(own.path) || object.isOpen(ofPod.path)) return [];
  const keepsClaim = container.mounts.some(
    ({ volume }) => volume?.kind === 'claim' || volume?.kind === 'claim-template',
  );
  return [
    {
      title: `Run as the image's own user ${String(uid)} (only before the first start, or if the data belongs to it)`,
      kind: 'careful',
      apply: (editor) => {
        editor.set(object, [...path, 'securityContext', 'runAsNonRoot'], true);
        editor.set(object, [...path, 'securityContext', 'runAsUser'], uid);
        editor.set(object, [...path, 'securityContext', 'runAsGroup'], gid);
        if (!keepsClaim || ofPod.at('fsGroup').exists) return;
        editor.set(object, [...ofPod.path, 'fsGroup'], gid);
        editor.set(object, [...ofPod.path, 'fsGroupChangePolicy'], 'OnRootMismatch');
      },
    },
  ];
}
