import { isOriginal } from '../configuration/origin.ts';
import { isStartInSight } from '../configuration/start.ts';
import type { DataDirectory, EngineContext } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import { configurationFile } from './configuration.ts';
import type { Flavour } from './flavour.ts';

/**
 * Where the snapshot (`dump.rdb`), the append only file and a cluster's `nodes.conf` go: `dir`, which is by default the folder in
 * which the server is started, and the images start it in their data folder.
 */
export function dataDirectory(context: EngineContext, flavour: Flavour): DataDirectory | undefined {
  const layout = flavour.layouts[context.variant];
  const fallback = startFolder(context) ?? layout?.directory.value ?? '/data';
  const sight = configurationFile(context, flavour);
  const isFileRead = sight === undefined || sight.state === 'seen' || isOwnFile(context, sight.state);
  const certain =
    isFileRead && isStartInSight(context.container, flavour.serverCommands) && context.container.environment.complete;
  const dir = context.settings.get('dir');
  if (dir !== undefined) {
    if (isUnknown(dir.value)) return undefined;
    const path = /^\.\/?$/u.test(dir.value) ? fallback : dir.value.replace(/(?<=.)\/+$/u, '');
    if (!path.startsWith('/')) return undefined;
    const isWritten = dir.from === 'argument' || sight?.state !== 'copied';
    return {
      path,
      certain: isWritten,
      why: `dir says ${dir.value}`,
      source: dir.source,
      mountAt: path,
      ownSubdirectory: false,
    };
  }
  return {
    path: fallback,
    certain: certain && layout?.certain === true && isOriginal(context, flavour.images),
    why: whyDefault(context, flavour, isFileRead),
    source: undefined,
    mountAt: fallback,
    ownSubdirectory: false,
  };
}

/** Bitnami's images bring a configuration of their own, and it does not move the data. */
function isOwnFile(context: EngineContext, state: string): boolean {
  return state === 'image' && context.variant.startsWith('bitnami');
}

/** The container's own workingDir moves what is kept relative to it; bitnami and sclorg write an absolute `dir`. */
function startFolder({ container, variant }: EngineContext): string | undefined {
  const folder = container.field.at('workingDir').string();
  return /^(?:official|modules)$/u.test(variant) ? folder : undefined;
}

function whyDefault({ variant }: EngineContext, flavour: Flavour, isFileRead: boolean): string {
  if (!isFileRead) return `the default of the image; the configuration file that may say otherwise is not in sight`;
  return flavour.layouts[variant] === undefined
    ? `the default of ${flavour.name} images, as nothing is known of this one`
    : `the default of ${variant} ${flavour.name} images`;
}
