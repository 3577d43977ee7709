import { isWithin } from '../model/builder.ts';
import type { Container, MountedFile, Pod } from '../model/workload.ts';

/** A configuration file as far as it can be seen. */
export type FileSight =
  /** A ConfigMap in sight is mounted there. */
  | { readonly state: 'seen'; readonly file: MountedFile }
  /** An init container holds a file of that name and a volume lies in between: it may have been changed on the way. */
  | { readonly state: 'copied'; readonly file: MountedFile }
  /** Something is mounted there that cannot be read. */
  | { readonly state: 'unseen' }
  /** Nothing is mounted there: what the image holds, if anything. */
  | { readonly state: 'image' };

/** Looks for the file that a server reads at `path`. */
export function lookAtFile(path: string, container: Container, pod: Pod): FileSight {
  const file = container.files.find((candidate) => candidate.path === path);
  if (file !== undefined) return { state: 'seen', file };
  const mounted = container.mounts.some((mount) => mount.path === undefined || isWithin(path, mount.path));
  if (!mounted) return { state: 'image' };
  const name = path.slice(path.lastIndexOf('/') + 1);
  const copied = pod.containers
    .filter((candidate) => candidate.init)
    .flatMap((candidate) => candidate.files)
    .find((candidate) => candidate.path.endsWith(`/${name}`));
  return copied === undefined ? { state: 'unseen' } : { state: 'copied', file: copied };
}
