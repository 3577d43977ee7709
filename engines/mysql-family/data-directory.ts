import { wordsKnown } from '../configuration/calls.ts';
import { configurationVariablesSeen } from '../configuration/environment.ts';
import { mayPrepareDirectory, unreadProgram } from '../configuration/sight.ts';
import type { DataDirectory, EngineContext } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import { readsUnseenFile } from './configuration.ts';

/** Where images write by default. */
export interface DefaultDirectory {
  readonly path: string;
  /** What must be durable, where it lies above. */
  readonly mountAt: string;
  /** A URL, or a manual and its section. */
  readonly source: string;
}

/** What an engine knows of its images. */
export interface Layout {
  /** By variant. */
  readonly directories: Readonly<Record<string, DefaultDirectory>>;
  /** Variants whose image is known, so that a default is certain. */
  readonly known: (context: EngineContext) => boolean;
  readonly programs: readonly string[];
}

/** Where the server writes: `--datadir`, `datadir` in an option file, or the image's default. Undefined where it is set out of sight. */
export function dataDirectory(context: EngineContext, layout: Layout): DataDirectory | undefined {
  const certain = !mayBeSetElsewhere(context, layout.programs);
  const fallback = layout.directories[context.variant] ?? byMount(context, layout);
  const setting = context.settings.get('datadir');
  if (setting !== undefined) {
    if (isUnknown(setting.value)) return undefined;
    const path = setting.value.replace(/\/+$/u, '');
    const volumes = Object.values(layout.directories).map(({ mountAt }) => mountAt);
    const mountAt = volumes.find((volume) => path === volume || path.startsWith(`${volume}/`)) ?? path;
    const why = setting.from === 'file' ? 'datadir in an option file says so' : 'its arguments say so';
    return { path, certain, why, source: setting.source, mountAt, ownSubdirectory: path !== mountAt };
  }
  if (fallback === undefined) return undefined;
  const { path, mountAt } = fallback;
  return {
    path,
    certain: certain && layout.known(context),
    why: context.variant === 'official' ? 'the default of these images' : `the default of ${context.variant} images`,
    source: undefined,
    mountAt,
    ownSubdirectory: path !== mountAt,
  };
}

/** An image that is not known: where it mounts something tells which layout its author had in mind. */
function byMount({ container }: EngineContext, { directories }: Layout): DefaultDirectory | undefined {
  const paths = container.mounts.flatMap(({ path }) => path ?? []);
  const meant = Object.values(directories).find(({ mountAt }) =>
    paths.some((path) => path === mountAt || path.startsWith(`${mountAt}/`)),
  );
  return meant ?? directories['official'];
}

function mayBeSetElsewhere(context: EngineContext, programs: readonly string[]): boolean {
  const { container } = context;
  return (
    !wordsKnown(container) ||
    readsUnseenFile(context) ||
    !configurationVariablesSeen(container) ||
    unreadProgram(container, programs) !== undefined ||
    mayPrepareDirectory(context, programs, /datadir/u) ||
    // A whole configuration directory or my.cnf out of sight; initialisation scripts and certificates do not move the data.
    (!container.filesComplete && hasUnseenOptionFiles(context))
  );
}

/** True when something that cannot be seen is mounted where the server looks for option files. */
function hasUnseenOptionFiles({ container }: EngineContext): boolean {
  return container.mounts.some(
    ({ path, volume }) =>
      path !== undefined &&
      /\.cnf$|conf\.d$|\/etc\/(?:mysql|my)|\/opt\/bitnami\/\w+\/conf/u.test(path) &&
      volume?.kind !== 'empty-dir' &&
      !container.files.some((file) => file.path === path || file.path.startsWith(`${path}/`)),
  );
}
