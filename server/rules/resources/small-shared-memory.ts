import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { containerPhrase, containerPlace } from '../probes/container.ts';
import { isLasting } from './asked.ts';

const PLACE = '/dev/shm';
/** What the fix asks for: the working memory of some parallel queries. It counts towards the container's limit only as far as it is used. */
const SIZE = '256Mi';

export const smallSharedMemory = databaseRule({
  id: 'resources/small-shared-memory',
  severity: 'warning',
  title: 'Parallel queries fail for want of shared memory',
  why: `PostgreSQL's parallel workers exchange rows and hash tables through files in \`/dev/shm\`, and container runtimes give it 64 MiB. A query that needs more
fails with «could not resize shared memory segment … No space left on device», first on the day on which tables have grown enough for parallel plans. \`shared_buffers\`
is elsewhere and not concerned.`,
  when: `Fires for PostgreSQL where nothing is mounted at \`/dev/shm\` and parallel query is on (by default since version 10). Silent where settings in sight switch it off or put
dynamic shared memory elsewhere, where configuration is out of sight, for pods that share the node's IPC, and in jobs.`,
  sources: [
    'https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-DYNAMIC-SHARED-MEMORY-TYPE',
    'https://www.postgresql.org/docs/current/how-parallel-query-works.html',
    'https://github.com/docker-library/docs/blob/master/postgres/content.md#caveats',
  ],
  whenItRuns: `The change of the pod template restarts the members one by one; nothing in \`/dev/shm\` has to be kept. The volumes of a bare Pod cannot be changed: delete it and
create it again, at a time when clients can do without it.`,
  examples: {
    bad: exampleSet({ name: 'postgres', image: 'postgres:17' }),
    good: exampleSet({
      name: 'postgres',
      image: 'postgres:17',
      container: 'volumeMounts:\n  - name: shm\n    mountPath: /dev/shm\n',
      pod: 'volumes:\n  - name: shm\n    emptyDir:\n      medium: Memory\n      sizeLimit: 256Mi\n',
    }),
  },
  *check(database) {
    const { engine, container, pod } = database;
    const shared = engine.resources?.sharedMemory?.(database.context);
    if (shared === undefined || !isLasting(database) || !container.filesComplete) return;
    const mounts = container.field.at('volumeMounts');
    const isSeen =
      (mounts.absent || (mounts.known && !container.field.object.isOpen(mounts.path))) && pod.spec.at('hostIPC').absent;
    if (!isSeen || container.mounts.some(({ path }) => path === undefined || path === PLACE || path === '/dev')) return;
    yield {
      source: containerPlace(database),
      message: `${containerPhrase(database)} has the 64 MiB of /dev/shm that container runtimes give: ${shared}.`,
      thing: `shared-memory:${container.name ?? ''}`,
      fixes: mountMemory(database),
    };
  },
});

function mountMemory({ container, pod, workload }: Database): Fix[] {
  const { object } = workload;
  const volumes = pod.spec.at('volumes');
  const names = pod.volumes.map(({ name }) => name);
  const name = ['shm', 'dshm', 'dev-shm'].find((one) => !names.includes(one));
  if (name === undefined || volumes.unknown || object.isOpen(volumes.path)) return [];
  const isPod = workload.kind === 'Pod';
  return [
    {
      title: `Mount ${SIZE} of memory at ${PLACE}${isPod ? ' (only before the pod is created)' : ''}`,
      kind: isPod ? 'careful' : 'safe',
      apply: (editor) => {
        editor.append(object, [...container.field.path, 'volumeMounts'], { name, mountPath: PLACE });
        editor.append(object, volumes.path, { name, emptyDir: { medium: 'Memory', sizeLimit: SIZE } });
      },
    },
  ];
}
