import type { Database } from '../../../engines/model/database.ts';
import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { backingOfVolume } from './backing.ts';
import { isMountRoot, pgdataBelow } from './pgdata.ts';
import { isReadOnly } from './mounts.ts';

export const pgdataMountRoot = databaseRule({
  id: 'storage/pgdata-mount-root',
  severity: 'warning',
  title: 'PGDATA is the root of a mounted volume',
  why: `A freshly formatted ext4 volume holds a directory \`lost+found\` at its root, and \`initdb\` refuses to create a cluster in a directory
that is not empty: the pod ends in a crash loop with «directory "/var/lib/postgresql/data" exists but is not empty». On a storage class
that formats with XFS, or on a local directory, the same manifest works, which is why it is found out only in the next cluster.

A sub-directory also lets PostgreSQL own its directory with mode 0700, whatever \`fsGroup\` does to the root of the volume.`,
  when: `Fires for PostgreSQL when PGDATA (or its default) is exactly where a claim is mounted, without \`subPath\`. Silent for images that
make a directory of their own (Bitnami, official images from 18 on), and for storage that is known to have no \`lost+found\` (network
file systems, directories of a node).`,
  sources: [
    'https://github.com/docker-library/docs/blob/master/postgres/README.md#pgdata',
    'https://www.postgresql.org/docs/current/creating-cluster.html#CREATING-CLUSTER-MOUNT-POINTS',
  ],
  whenItRuns: `If the database already runs, its files lie in the root of the volume, and a changed PGDATA makes it start **empty** beside them.
Leave it as it is (suppress the finding with that reason), or move the files while no server runs:

1. Back up, scale to 0.
2. Mount the claim in a pod of its own, \`mkdir pgdata\`, move everything but \`lost+found\` into it, and give the directory to the image's
   user with mode 0700.
3. Apply the manifest with PGDATA and scale up.`,
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
          image: postgres:16.4
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
          image: postgres:16.4
          env:
            - name: PGDATA
              value: /var/lib/postgresql/data/pgdata
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
  },
  *check(database) {
    const { directory, mount, volume } = database.data;
    if (!holdsData(database) || directory?.certain !== true || !hasLostAndFound(database)) return;
    if (mount === undefined || isReadOnly(mount) || !isMountRoot(database, mount.path)) return;
    const fixes = fixesFor(database, directory.path);
    yield {
      source: mount.field.at('mountPath').source,
      message: `PostgreSQL's data directory ${directory.path} is the root of the volume '${volume?.name ?? ''}': where that is a fresh ext4 file system, initdb finds lost+found in it and refuses to start.`,
      related: directory.source ? [{ source: directory.source, message: 'The data directory' }] : [],
      fixes,
    };
  },
});

/** Block volumes are formatted when they are first mounted; directories and shares are not. */
function hasLostAndFound({ data }: Database): boolean {
  const { volume } = data;
  if (volume === undefined) return false;
  if (volume.kind !== 'claim' && volume.kind !== 'claim-template' && volume.kind !== 'block') return false;
  const kind = backingOfVolume(volume)?.kind;
  return kind !== 'network' && kind !== 'node-local' && kind !== 'host-path';
}

function fixesFor(database: Database, path: string): Fix[] {
  const apply = pgdataBelow(database);
  if (apply === undefined) return [];
  return [{ title: `Set PGDATA to ${path}/pgdata (only before the first start)`, kind: 'careful', apply }];
}
