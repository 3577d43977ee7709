import { mountOf } from '../model/builder.ts';
import { isUnknown } from '../model/object.ts';
import type { Container, Mount, VolumeKind } from '../model/workload.ts';
import { backupSteps } from './backup-steps.ts';
import type { BackupStep } from './backup-steps.ts';
import { finalPath } from './dumps.ts';
import type { Dump } from './dumps.ts';

/** Where a file of a job ends. `kept`: on a volume that outlives the pod. `lost`: in the container's own layer or on a volume that goes with the pod. */
export type Landing =
  | { readonly kind: 'kept'; readonly mount: Mount; readonly path: string }
  | { readonly kind: 'lost'; readonly mount: Mount | undefined; readonly path: string }
  | { readonly kind: 'unknown' };

const KEPT: ReadonlySet<VolumeKind> = new Set([
  'claim',
  'claim-template',
  'nfs',
  'network-file-system',
  'host-path',
  'csi',
  'block',
]);
const LOST: ReadonlySet<VolumeKind> = new Set(['empty-dir', 'ephemeral']);

/** Where images of databases stand when they start; others are not known. Source: `WORKDIR` in their Dockerfiles (docker-library). */
const WORK_DIRECTORY: Readonly<Record<string, string>> = {
  postgres: '/',
  mysql: '/',
  mariadb: '/',
  mongo: '/',
  redis: '/data',
  'valkey/valkey': '/data',
};

/** Where the file lands into which a dump is written, once all renaming is done; unknown where it is written to none. */
export function landingOf(dump: Dump): Landing {
  const path = finalPath(dump);
  return path === undefined ? { kind: 'unknown' } : landingOfPath(path.value, dump.step);
}

/** Where a path lands that a step names. What cannot be known of it may stand behind the part that decides. */
export function landingOfPath(written: string, step: BackupStep): Landing {
  const { container } = step;
  const path = absolute(written, step);
  if (path === undefined) return { kind: 'unknown' };
  const { field, mounts } = container;
  const isOpen = ['volumeMounts'].some(
    (key) => field.object.isOpen([...field.path, key]) || field.object.isOpen(field.path, key),
  );
  if (isOpen || mounts.some((mount) => mount.path === undefined)) return { kind: 'unknown' };
  const mount = mountOf(knownPart(path), mounts);
  const kind = mount?.volume?.kind;
  if (mount === undefined) return { kind: 'lost', mount, path };
  if (kind !== undefined && KEPT.has(kind)) return { kind: 'kept', mount, path };
  return kind !== undefined && LOST.has(kind) ? { kind: 'lost', mount, path } : { kind: 'unknown' };
}

/** The path before the first thing that only the running container knows. */
function knownPart(path: string): string {
  let end = 0;
  while (end < path.length && !isUnknown(path.charAt(end))) end += 1;
  return end === path.length ? path : path.slice(0, path.lastIndexOf('/', end - 1) + 1) || '/';
}

/** The path from the root on; undefined where nobody knows where the script stands. */
function absolute(path: string, step: BackupStep): string | undefined {
  if (isUnknown(path.charAt(0)) || path === '') return undefined;
  if (path.startsWith('/')) return path;
  if (path.startsWith('~')) return undefined;
  const directory = directoryOf(step);
  return directory === undefined ? undefined : `${directory.replace(/\/$/u, '')}/${path.replace(/^\.\//u, '')}`;
}

/** Where the script stands when it comes to a step: behind the last `cd`. */
function directoryOf(step: BackupStep): string | undefined {
  const { container } = step;
  let directory: string | undefined = startOf(container);
  for (const one of backupSteps(container)) {
    if (one === step) return directory;
    if (one.script !== step.script || (one.program !== 'cd' && one.program !== 'pushd')) continue;
    const to = one.words[0]?.value ?? '~';
    if (isUnknown(to) || to.startsWith('~') || to === '-') directory = undefined;
    else if (to.startsWith('/')) directory = to;
    else directory = directory === undefined ? undefined : `${directory.replace(/\/$/u, '')}/${to}`;
  }
  return directory;
}

function startOf({ field, image }: Container): string | undefined {
  const own = field.at('workingDir');
  if (own.exists) return own.string();
  return image === undefined ? undefined : WORK_DIRECTORY[image.repository];
}
