import type { Database } from '../../../engines/model/database.ts';
import type { Source } from '../../../engines/model/field.ts';
import type { Volume } from '../../../engines/model/workload.ts';
import { databaseRule } from '../rule.ts';
import type { Report, RuleContext } from '../rule.ts';
import { holdsData } from '../workload/speaker.ts';
import { durableVolumeFix } from './durable-volume.ts';
import { misplacedMount } from './misplaced-mount.ts';
import { endsWithPod, mountsKnown } from './mounts.ts';

/** What the volume is and what becomes of the data, by the key of the volume's entry. */
const ENDS: Readonly<Record<string, readonly [what: string, fate: (loss: string) => string]>> = {
  emptyDir: ['emptyDir volume', (loss) => `${loss} when the pod is deleted, evicted or moved`],
  ephemeral: ['generic ephemeral volume', (loss) => `its claim is deleted together with the pod, and ${loss}`],
  configMap: ['ConfigMap volume', () => 'the server cannot write there, and nothing is kept'],
  secret: ['Secret volume', () => 'the server cannot write there, and nothing is kept'],
  projected: ['projected volume', () => 'the server cannot write there, and nothing is kept'],
  downwardAPI: ['downward API volume', () => 'the server cannot write there, and nothing is kept'],
};

export const ephemeralData = databaseRule({
  id: 'storage/ephemeral-data',
  severity: 'error',
  title: 'Data directory on storage that ends with the pod',
  why: `The server writes its files where Kubernetes keeps nothing: into an \`emptyDir\` or generic ephemeral volume, which is deleted
with its pod, or into the container's own layer, which is thrown away at every restart of the container. A drained node, an eviction, a
failed probe or a simple \`kubectl apply\` with a new image is enough, and the database starts again without a single row.

Only a claim (PersistentVolumeClaim, or the claim template of a StatefulSet) outlives its pods.`,
  when: `Fires when the engine's data directory lies on an emptyDir, a generic ephemeral volume, a ConfigMap, Secret or projected
volume, or on no volume at all. Silent for caches (persistence switched off), where a template may add mounts, where the directory
cannot be known and some lasting volume is mounted, and for data meant to be thrown away (annotation \`plinth.dev/ephemeral: "reason"\`).`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
    'https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes',
    'https://kubernetes.io/docs/concepts/storage/volumes/#background',
  ],
  whenItRuns: `The rows that are there now live only as long as the pod does, so take them out before anything restarts it:

1. Stop the writers (scale the applications to 0) and dump the running database with its own tool into a file outside of the pod.
2. For a StatefulSet, claim templates cannot be added in place: \`kubectl delete statefulset NAME --cascade=orphan\`, then apply the new
   manifest and delete the old pod. For a Deployment, apply the manifest with the claim: the new pod starts empty.
3. Restore the dump, compare row counts, then let the writers in again.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: accounts
spec:
  serviceName: accounts
  selector:
    matchLabels:
      app: accounts
  template:
    metadata:
      labels:
        app: accounts
    spec:
      containers:
        - name: postgres
          image: postgres:17.2
          volumeMounts:
            - name: data
              mountPath: /var/lib/postgresql/data
      volumes:
        - name: data
          emptyDir: {}
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: accounts
spec:
  serviceName: accounts
  selector:
    matchLabels:
      app: accounts
  template:
    metadata:
      labels:
        app: accounts
    spec:
      containers:
        - name: postgres
          image: postgres:17.2
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
  *check(database, context) {
    if (!holdsData(database)) return;
    const { directory, mount, volume, elsewhere } = database.data;
    if (mount !== undefined) {
      const mayBeElsewhere = directory?.certain !== true && elsewhere.length > 0;
      if (volume !== undefined && !mayBeElsewhere) yield* onVolume(database, volume, context);
    } else if (mountsKnown(database) && misplacedMount(database) === undefined) {
      yield* onContainer(database, context);
    }
  },
});

function* onVolume(database: Database, volume: Volume, context: RuleContext): Generator<Report> {
  if (!endsWithPod(volume)) return;
  const { engine, data } = database;
  const [key, field] = volume.field.entries().find(([name]) => Object.hasOwn(ENDS, name)) ?? [];
  // `- name: data` alone is an emptyDir.
  const [what, fate] = ENDS[key ?? 'emptyDir'] ?? [];
  if (what === undefined || fate === undefined || (key === undefined && volume.kind !== 'empty-dir')) return;
  const inMemory = field?.at('medium').string() === 'Memory' ? ' (in memory)' : '';
  const name = volume.name === undefined ? '' : ` '${volume.name}'`;
  const path = data.directory?.path ?? 'its data directory';
  const writes = data.directory?.certain === true ? 'writes' : 'most likely writes';
  yield {
    source: field?.source ?? volume.field.at('name').source,
    message: `${engine.name} ${writes} to ${path}, which lies on the ${what}${name}${inMemory}: ${fate(lossOf(database))}.`,
    related: relatedTo(database),
    fixes: fixesOf(database, context),
  };
}

function* onContainer(database: Database, context: RuleContext): Generator<Report> {
  const { container, engine, data } = database;
  const { directory } = data;
  // Where the directory is not certain, only a container without any lasting mount is sure to lose its data.
  const isSure = directory?.certain === true || container.mounts.every(({ volume }) => volume && endsWithPod(volume));
  if (!isSure) return;
  const where =
    directory?.certain === true ? `Nothing is mounted at ${directory.path}` : 'No lasting volume is mounted';
  const name = container.field.at('name');
  yield {
    source: name.exists ? name.source : container.field.source,
    message: `${where}, so ${engine.name} writes into the container's own layer: ${lossOf(database)} when the container restarts or the pod is replaced.`,
    related: relatedTo(database),
    fixes: fixesOf(database, context),
  };
}

/** A member of a database that replicates loses its own copy first. */
function lossOf({ replication, members }: Database): string {
  const isMember = replication.state === 'configured' || replication.state === 'self';
  return isMember && members.count !== 1
    ? "this member's data is gone (and all data, once every member has restarted)"
    : 'all data is gone';
}

function relatedTo({ data }: Database): { source: Source; message: string }[] {
  const { directory } = data;
  return directory?.source ? [{ source: directory.source, message: `The data directory: ${directory.why}` }] : [];
}

function fixesOf(database: Database, context: RuleContext): NonNullable<Report['fixes']> {
  const fix = durableVolumeFix(database, context);
  return fix ? [fix] : [];
}
