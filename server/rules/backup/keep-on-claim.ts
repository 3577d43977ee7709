import type { Dump } from '../../../engines/dumping/dumps.ts';
import type { Landing } from '../../../engines/dumping/landing.ts';
import type { BackupJob } from '../../../engines/model/database.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import { placeholder } from '../../edits/index.ts';
import type { ManifestEditor } from '../../edits/editor.ts';
import type { Fix } from '../rule.ts';

/** Folders of images at which nothing may be mounted. */
const OF_THE_IMAGE =
  /^\/(?:$|(?:tmp|var|etc|usr|bin|opt|home|root|data|mnt|srv|lib|run)$|var\/(?:lib|tmp|run)(?:\/|$)|usr\/|etc\/)/u;

/** The longest name that a claim may have. */
const LONGEST = 253;

/** A claim of its own for a dump that is written to `landing`: another claim for the volume that is there, or one where nothing is mounted yet. */
export function keepOnClaim(job: BackupJob, dump: Dump, landing: Landing, lookup: ObjectLookup): Fix[] {
  const { workload } = job;
  const name = claimName(job, lookup);
  const namespace = workload.root.at('metadata', 'namespace');
  const volumes = workload.pod.spec.at('volumes');
  if (landing.kind === 'unknown' || name === undefined || namespace.unknown || volumes.unknown) return [];
  const { mount } = landing;
  const folder = folderOf(landing.path, dump);
  if (mount === undefined && (folder === undefined || workload.pod.volumes.some((one) => one.name === 'backup')))
    return [];
  const written = namespace.string();
  return [
    {
      title: `Keep the dump on a claim of its own, '${name}' (only with a size that fits)`,
      kind: 'careful',
      apply: (editor) => {
        const { object } = workload;
        if (mount === undefined) mountNew(editor, dump, folder ?? '');
        else
          replaceVolume(
            editor,
            mount.volume?.field.object ?? object,
            mount.volume?.field.path ?? [],
            mount.volume?.name ?? '',
            name,
          );
        if (mount === undefined) {
          editor.append(object, volumes.path, { name: 'backup', persistentVolumeClaim: { claimName: name } });
        }
        editor.addDocument(object, {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name, ...(written === undefined ? {} : { namespace: written }) },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: placeholder('10Gi') } } },
        });
      },
    },
  ];
}

function mountNew(editor: ManifestEditor, { step }: Dump, folder: string): void {
  const { field } = step.container;
  editor.append(field.object, [...field.path, 'volumeMounts'], { name: 'backup', mountPath: folder });
}

function replaceVolume(
  editor: ManifestEditor,
  object: Parameters<ManifestEditor['set']>[0],
  path: Parameters<ManifestEditor['set']>[1],
  volume: string,
  claim: string,
): void {
  editor.set(object, path, { name: volume, persistentVolumeClaim: { claimName: claim } });
}

/** `orders-dump`, or `orders-dump-data` where there is a claim of that name. */
function claimName({ workload }: BackupJob, lookup: ObjectLookup): string | undefined {
  const { name, object } = workload;
  if (name === undefined) return undefined;
  return [name, `${name}-dumps`].find(
    (one) => one.length <= LONGEST && lookup.named('PersistentVolumeClaim', object, one).length === 0,
  );
}

/** The folder to mount at; undefined where it belongs to the image, or is not known. */
function folderOf(path: string, { tool, options }: Dump): string | undefined {
  const isFolder =
    tool.programs.includes('pg_basebackup') ||
    (tool.programs.includes('mongodump') && !options.some(({ name }) => name === 'archive'));
  const folder = isFolder ? path.replace(/\/+$/u, '') : path.slice(0, path.lastIndexOf('/'));
  return isUnknown(folder) || OF_THE_IMAGE.test(folder === '' ? '/' : folder) ? undefined : folder;
}
