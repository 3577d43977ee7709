import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { Path } from '../../../engines/model/object.ts';
import type { Volume, VolumeKind } from '../../../engines/model/workload.ts';
import { placeholder } from '../../edits/index.ts';
import type { EditValue, ManifestEditor } from '../../edits/index.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { recreateStrategy } from '../workload/recreate-strategy.ts';
import { imageVolumeBelow } from './misplaced-mount.ts';
import { isMountRoot, pgdataBelow } from './pgdata.ts';

/** Volumes in whose place a claim can stand under the same name. */
const REPLACEABLE: ReadonlySet<VolumeKind> = new Set(['empty-dir', 'ephemeral', 'host-path']);

const CONDITION = '(only before the first start)';

/**
 * Gives the data a claim: a StatefulSet gets a claim template, what runs one pod gets a PersistentVolumeClaim beside it; mounted where
 * the engine writes. Undefined where several pods would share the claim, or where the names that it needs are templated.
 */
export function durableVolumeFix(database: Database, context: RuleContext): Fix | undefined {
  const { workload, data, members } = database;
  const { directory, mount, volume } = data;
  if (workload.object.partial || directory === undefined) return undefined;
  if (mount !== undefined && (volume?.name === undefined || !REPLACEABLE.has(volume.kind))) return undefined;
  const at = (mount && (imageVolumeBelow(database, mount) ?? mount.path)) ?? directory.mountAt;
  if (workload.kind === 'StatefulSet') {
    const name = volume?.name ?? freeVolumeName(database);
    return {
      title: `Keep the data on a claim template '${name}' mounted at ${at} ${CONDITION}`,
      kind: 'careful',
      apply: (editor) => {
        if (volume) removeVolume(editor, volume);
        addTemplate(editor, database, name, specOf(volume, database));
        mountAt(editor, database, name, at);
      },
    };
  }
  const claimName = members.count === 1 ? freeClaimName(database, context) : undefined;
  const namespace = workload.root.at('metadata', 'namespace');
  if (claimName === undefined || namespace.unknown || workload.kind === 'DaemonSet') return undefined;
  return {
    title: `Keep the data on a claim '${claimName}' mounted at ${at} ${CONDITION}`,
    kind: 'careful',
    apply: (editor) => {
      const name = volume?.name ?? freeVolumeName(database);
      useClaim(editor, database, name, claimName);
      mountAt(editor, database, name, at);
      // A rolling update would start a second server on the claim.
      recreateStrategy(editor, database);
      editor.addDocument(workload.object, {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: metadataOf(database, claimName),
        spec: specOf(volume, database),
      });
    },
  };
}

/** Gives each pod of a StatefulSet its own claim in place of the one that they share. Undefined for other kinds. */
export function ownClaimsFix(database: Database): Fix | undefined {
  const { workload, data } = database;
  const { volume } = data;
  if (workload.kind !== 'StatefulSet' || workload.object.partial) return undefined;
  if (volume?.name === undefined || volume.kind !== 'claim') return undefined;
  const { name } = volume;
  return {
    title: `Give each pod a claim of its own: claim template '${name}' ${CONDITION}`,
    kind: 'careful',
    apply: (editor) => {
      removeVolume(editor, volume);
      addTemplate(editor, database, name, specOf(volume, database));
    },
  };
}

/** The claim's spec: what a claim at hand asks for, one pod at a time; else size and class are for the author to say. */
function specOf(volume: Volume | undefined, database: Database): EditValue {
  const old = volume?.claim?.spec;
  // Templated values read as absent: then the placeholder stands.
  const request = old?.at('resources', 'requests', 'storage');
  return {
    accessModes: ['ReadWriteOnce'],
    storageClassName: old?.at('storageClassName').string() ?? placeholder('storage-class'),
    resources: {
      requests: {
        storage: request?.string() ?? request?.number() ?? placeholder(sizeFor(database)),
      },
    },
  };
}

/** What the placeholder for the size suggests: never less than the engine needs. */
function sizeFor({ engine }: Database): string {
  return engine.minimumStorage.value === '1Gi' ? '10Gi' : engine.minimumStorage.value;
}

function addTemplate(editor: ManifestEditor, { workload }: Database, name: string, spec: EditValue): void {
  const templates = workload.root.at('spec', 'volumeClaimTemplates');
  const template = { metadata: { name }, spec };
  if (templates.items().length > 0) editor.append(workload.object, templates.path, template);
  else editor.set(workload.object, templates.path, [template]);
}

function useClaim(editor: ManifestEditor, database: Database, name: string, claimName: string): void {
  const { workload, pod, data } = database;
  const persistentVolumeClaim = { claimName };
  if (data.volume) {
    editor.set(workload.object, data.volume.field.path, { name, persistentVolumeClaim });
    return;
  }
  const volumes = pod.spec.at('volumes');
  if (volumes.items().length > 0) editor.append(workload.object, volumes.path, { name, persistentVolumeClaim });
  else editor.set(workload.object, volumes.path, [{ name, persistentVolumeClaim }]);
}

function removeVolume(editor: ManifestEditor, { field }: Volume): void {
  const list: Path = field.path.slice(0, -1);
  const isOnly = new Field(field.object, list).items().length === 1;
  editor.remove(field.object, isOnly ? list : field.path);
}

function mountAt(editor: ManifestEditor, database: Database, name: string, path: string): void {
  const { container, data } = database;
  const { object } = container.field;
  if (data.mount === undefined) {
    const mounts = container.field.at('volumeMounts');
    const mount = { name, mountPath: path };
    if (mounts.items().length > 0) editor.append(object, mounts.path, mount);
    else editor.set(object, mounts.path, [mount]);
  } else if (data.mount.path !== path) {
    editor.replaceSpan(data.mount.field.at('mountPath').source, path);
  }
  // A fresh file system has `lost+found` at its root, where an emptyDir had nothing.
  if (isMountRoot(database, path)) pgdataBelow(database)?.(editor);
}

function metadataOf({ workload }: Database, name: string): EditValue {
  const namespace = workload.root.at('metadata', 'namespace').string();
  const labels = workload.root.at('metadata', 'labels').stringMap();
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
  };
}

function freeVolumeName({ pod }: Database): string {
  const taken = new Set(pod.volumes.map(({ name }) => name));
  return free('data', (name) => taken.has(name));
}

function freeClaimName({ workload }: Database, { lookup }: RuleContext): string | undefined {
  if (workload.name === undefined) return undefined;
  return free(
    `${workload.name}-data`,
    (name) => lookup.named('PersistentVolumeClaim', workload.object, name).length > 0,
  );
}

/** The name, or the first of `name-2`, `name-3` … that nothing bears yet. */
function free(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  let number = 2;
  while (isTaken(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}
