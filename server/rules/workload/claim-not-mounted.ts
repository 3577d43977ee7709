import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { Container, Mount, Volume, VolumeKind } from '../../../engines/model/workload.ts';
import type { ManifestEditor } from '../../edits/index.ts';
import { isMountRoot, pgdataBelow } from '../storage/pgdata.ts';
import type { Fix } from '../rule.ts';
import { databaseRule } from '../rule.ts';
import { recreateStrategy } from './recreate-strategy.ts';
import { nameOfWorkload, speaksForWorkload } from './speaker.ts';

const CLAIMS: ReadonlySet<VolumeKind> = new Set(['claim', 'claim-template']);
/** Volumes that end with the pod: what lies there is lost anyway. */
const PASSING: ReadonlySet<VolumeKind> = new Set(['empty-dir', 'ephemeral']);

export const claimNotMounted = databaseRule({
  id: 'workload/claim-not-mounted',
  severity: 'error',
  title: 'A claim that no container mounts',
  why: `A claim template or claim volume is only an offer: nothing uses it until a container mounts it by its name. The claim is created,
bound and paid for, \`kubectl get pvc\` looks right, and the database writes somewhere else: into the container's own layer or an
emptyDir, which is gone with the pod. Often it is one misspelt name.`,
  when: `Fires when no container of the pod mounts (or uses as a block device) a claim template or claim volume. An error where the data
goes to something that ends with the pod; a warning where it lies on another lasting volume. Silent where mounts are templated or may
come from a base.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates',
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes',
  ],
  silences: ['storage/ephemeral-data'],
  whenItRuns: `The data of the running pod lies in its container or an emptyDir. Mounting the claim starts the database empty, and the
restart that it causes deletes the old data for good:

1. Dump the database now (\`kubectl exec POD -- pg_dumpall\`, \`mysqldump --all-databases\`, \`mongodump\`, \`redis-cli --rdb\`) to a place
   outside the pod, and look into the dump.
2. Apply the manifest with the mount. The database starts empty on its claim.
3. Load the dump.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  selector:
    matchLabels:
      app: mysql
  template:
    metadata:
      labels:
        app: mysql
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 10Gi
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  selector:
    matchLabels:
      app: mysql
  template:
    metadata:
      labels:
        app: mysql
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          volumeMounts:
            - name: data
              mountPath: /var/lib/mysql
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 10Gi
`,
  },
  *check(database, context) {
    const { pod, workload, engine, data } = database;
    if (workload.object.partial || !speaksForWorkload(database, context)) return;
    if (!pod.containers.every(areMountsKnown) || pod.spec.object.isOpen([...pod.spec.path, 'containers'])) return;
    const unused = pod.volumes.filter((volume) => CLAIMS.has(volume.kind) && !isUsed(volume, pod.containers));
    const isLost = data.volume === undefined || PASSING.has(data.volume.kind);
    for (const volume of unused) {
      const { name } = volume;
      if (name === undefined) continue;
      const what = volume.kind === 'claim' ? `claim '${volume.claimName ?? name}'` : `claim template '${name}'`;
      const others = data.directory === undefined ? 'somewhere else' : `to ${data.directory.path}, which is not on it`;
      const fix = unused.length === 1 && isLost ? mountFix(database, volume) : undefined;
      yield {
        source: sourceOf(volume),
        severity: isLost ? 'error' : 'warning',
        message: isLost
          ? `No container of ${nameOfWorkload(database)} mounts the ${what}: ${engine.name} writes ${others}, and its data is gone with the pod.`
          : `No container of ${nameOfWorkload(database)} mounts the ${what}: it is created and paid for, and stays empty.`,
        thing: isLost ? 'data' : `volume:${name}`,
        fixes: fix === undefined ? [] : [fix],
      };
    }
  },
});

function areMountsKnown({ field, mounts }: Container): boolean {
  const list = field.at('volumeMounts');
  return (
    !list.unknown &&
    !field.object.isOpen(field.path) &&
    !field.object.isOpen(list.path) &&
    mounts.every(({ volumeName }) => volumeName !== undefined)
  );
}

function isUsed({ name }: Volume, containers: readonly Container[]): boolean {
  return containers.some(
    ({ mounts, field }) =>
      mounts.some((mount) => mount.volumeName === name) ||
      field
        .at('volumeDevices')
        .items()
        .some((device) => device.at('name').string() === name || device.unknown),
  );
}

/** Where a template or volume says its name. */
function sourceOf({ field, kind }: Volume) {
  return (kind === 'claim-template' ? field.at('metadata', 'name') : field.at('name')).source;
}

function mountFix(database: Database, volume: Volume): Fix | undefined {
  const { directory, mount } = database.data;
  const { name } = volume;
  if (directory === undefined || name === undefined) return undefined;
  const at = mount?.path ?? directory.mountAt;
  return {
    title: `Mount '${name}' at ${at} (only before the first start)`,
    kind: 'careful',
    apply: (editor) => {
      mountThere(editor, database, name, at);
      if (isMountRoot(database, at)) pgdataBelow(database)?.(editor);
      if (volume.kind === 'claim') recreateStrategy(editor, database);
    },
  };
}

/** Mounts the claim in the place of what ends with the pod, or beside the other mounts. */
function mountThere(editor: ManifestEditor, database: Database, name: string, path: string): void {
  const { container, data, pod } = database;
  const { object } = container.field;
  if (data.mount !== undefined) {
    editor.set(object, data.mount.field.at('name').path, name);
    const old = data.volume;
    if (old !== undefined && !isShared(old, data.mount, pod.containers)) {
      const list = old.field.path.slice(0, -1);
      const isOnly = new Field(object, list).items().length === 1;
      editor.remove(object, isOnly ? list : old.field.path);
    }
    return;
  }
  const mounts = container.field.at('volumeMounts');
  const entry = { name, mountPath: path };
  if (mounts.items().length > 0) editor.append(object, mounts.path, entry);
  else editor.set(object, mounts.path, [entry]);
}

function isShared({ name }: Volume, mount: Mount, containers: readonly Container[]): boolean {
  return containers.some(({ mounts }) => mounts.some((other) => other !== mount && other.volumeName === name));
}
