import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { logOutside, misplacedMount } from './misplaced-mount.ts';
import type { MisplacedMount } from './misplaced-mount.ts';

export const dataMountMismatch = databaseRule({
  id: 'storage/data-mount-mismatch',
  severity: 'error',
  title: 'A claim is mounted, but not where the server writes',
  why: `The claim is there, it is bound and mounted, and everything looks right; but this engine, in this version and with this
configuration, writes somewhere else. The data goes into the container's own layer and is gone at the next restart, while the claim stays
empty. It is usually found out on the day the first pod is rescheduled.

Images differ: PostgreSQL images write to \`/var/lib/postgresql/data\` up to version 17 and below \`/var/lib/postgresql\` from 18 on, Bitnami
images below \`/bitnami\`, and \`PGDATA\`, \`--datadir\`, \`--dbpath\`, \`dir\` or a configuration file move the directory again.

A claim mounted *above* a path that the image declares as \`VOLUME\` does not help either: containerd and Docker lay a throw-away volume
over exactly that path.`,
  when: `Fires when the data directory is certain, lies on no lasting volume, and a claim is mounted elsewhere in the same container; or
when the claim is mounted above a \`VOLUME\` of the image that holds the data. A warning when the claim holds the data files, but not the
log beside them (Cassandra's commit log). Silent where the directory cannot be known, for claims whose
mount path says that they are for something else (backups, WAL, logs, configuration), and for read-only mounts.`,
  sources: [
    'https://github.com/docker-library/docs/blob/master/postgres/README.md#pgdata',
    'https://github.com/docker-library/docs/blob/master/mongo/README.md#where-to-store-data',
    'https://github.com/bitnami/containers/blob/main/bitnami/postgresql/README.md',
    'https://docs.docker.com/reference/dockerfile/#volume',
    'https://github.com/containerd/containerd/blob/main/docs/cri/config.md',
  ],
  silences: ['storage/ephemeral-data'],
  whenItRuns: `The rows that are there now live in the container's layer and end with it: do not restart the pod before they are out.

1. Stop the writers and dump the running database with its own tool to a file outside of the pod.
2. Look into the claim (\`kubectl exec … -- ls -la MOUNTPATH\`): if an older database lies there, keep it until you know what it is.
3. Apply the new mount path. The server starts on the claim, empty; restore the dump and compare.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders
spec:
  serviceName: orders
  selector:
    matchLabels:
      app: orders
  template:
    metadata:
      labels:
        app: orders
    spec:
      containers:
        - name: postgres
          image: postgres:18.1
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
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
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: orders
spec:
  serviceName: orders
  selector:
    matchLabels:
      app: orders
  template:
    metadata:
      labels:
        app: orders
    spec:
      containers:
        - name: postgres
          image: postgres:18.1
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql
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
  *check(database) {
    if (!holdsData(database)) return;
    const { directory } = database.data;
    const outside = logOutside(database);
    if (outside !== undefined) {
      const { mount, log, mountAt } = outside;
      yield {
        source: mount.field.at('mountPath').source,
        severity: 'warning',
        message: `${database.engine.name}'s data files lie on the claim '${mount.volumeName ?? ''}', but its commit log does not: it lies in ${log}, and only ${mount.path ?? ''} is mounted. Writes that are confirmed and in no data file yet are gone when the container restarts.`,
        fixes: mountAt === undefined ? [] : [moveMount({ mount, mountAt })],
      };
    }
    const misplaced = misplacedMount(database);
    if (misplaced === undefined) return;
    yield {
      source: misplaced.mount.field.at('mountPath').source,
      message: messageFor(database, misplaced),
      related: directory?.source ? [{ source: directory.source, message: `The data directory: ${directory.why}` }] : [],
      fixes: [moveMount(misplaced)],
    };
  },
});

function messageFor({ engine, data }: Database, { mount, mountAt, imageVolume }: MisplacedMount): string {
  const claim = `'${mount.volumeName ?? ''}'`;
  const at = mount.path ?? '';
  const { path = '', why = '' } = data.directory ?? {};
  if (imageVolume !== undefined) {
    return `The image declares ${imageVolume} as a volume of its own, which container runtimes lay over the claim ${claim} mounted above it at ${at}: ${engine.name}'s data in ${path} is gone with the container, and the claim stays empty.`;
  }
  // The entrypoint looks for a mount at the old place, to save those who upgrade from an empty start.
  const isRefused = engine.id === 'postgresql' && mountAt === '/var/lib/postgresql' && at === `${mountAt}/data`;
  const fate = isRefused
    ? 'the image refuses to start, or the claim stays empty'
    : 'the claim stays empty, and all data is gone when the container restarts';
  return `${engine.name} writes to ${path}: ${why}. The claim ${claim} is mounted at ${at}, so ${fate}.`;
}

function moveMount({ mount, mountAt, imageVolume }: MisplacedMount): Fix {
  const { field } = mount;
  return {
    title: `Mount it at ${mountAt} (only before the first start)`,
    kind: 'careful',
    apply: (editor) => {
      editor.replaceSpan(field.at('mountPath').source, mountAt);
      if (imageVolume === undefined) return;
      // Runtimes that leave image volumes alone (CRI-O) have written below the old mount: the same directory stays the data.
      const below = [mount.subPath, imageVolume.slice((mount.path ?? '').length).replace(/^\//u, '')];
      const key = field.at('subPathExpr').exists ? 'subPathExpr' : 'subPath';
      editor.set(field.object, [...field.path, key], below.filter((part) => part !== undefined).join('/'));
    },
  };
}
