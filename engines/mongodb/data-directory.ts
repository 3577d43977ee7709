import { isOriginal } from '../configuration/origin.ts';
import { isStartInSight } from '../configuration/start.ts';
import type { DataDirectory, EngineContext } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import { configurationFile, isStartedDirectly, SERVER_COMMANDS } from './configuration.ts';
import { BITNAMI_VOLUME, CONFIG_SERVER_DIRECTORY, DATA_DIRECTORIES } from './facts.ts';
import { IMAGES } from './images.ts';

/** Where mongod writes: `--dbpath`, `storage.dbPath`, or the default of the image. */
export function dataDirectory(context: EngineContext): DataDirectory | undefined {
  const { settings, container, variant } = context;
  const sight = configurationFile(context);
  const written = settings.get('storage.dbPath');
  if (written !== undefined) {
    if (isUnknown(written.value) || !written.value.startsWith('/')) return undefined;
    const path = written.value.replace(/(?<=.)\/+$/u, '');
    const certain = written.from !== 'file' || sight?.state === 'seen';
    const why = written.from === 'file' ? 'storage.dbPath says so' : '--dbpath says so';
    return { path, certain, why, source: written.source, mountAt: path, ownSubdirectory: false };
  }
  const isFileRead = sight === undefined || sight.state === 'seen';
  const isKnown =
    (DATA_DIRECTORIES[variant] !== undefined && isOriginal(context, IMAGES)) || isStartedDirectly(container);
  const certain = isFileRead && isKnown && isStartInSight(container, SERVER_COMMANDS);
  const { path, why } = defaultDirectory(context);
  const isBitnami = variant.startsWith('bitnami');
  return {
    path,
    certain,
    why: isFileRead ? why : `${why}; the configuration file that may say otherwise is not in sight`,
    source: undefined,
    mountAt: isBitnami ? BITNAMI_VOLUME.value : path,
    ownSubdirectory: isBitnami,
  };
}

function defaultDirectory({ settings, variant }: EngineContext): { readonly path: string; readonly why: string } {
  const isConfigServer = settings.get('sharding.clusterRole')?.value === 'configsvr';
  if (isConfigServer && !variant.startsWith('bitnami')) {
    return { path: CONFIG_SERVER_DIRECTORY.value, why: 'the default of a config server' };
  }
  const known = DATA_DIRECTORIES[variant];
  return known === undefined
    ? { path: '/data/db', why: 'the default of mongod' }
    : { path: known.value, why: `the default of ${variant} MongoDB images` };
}
