import { isWithin } from '../model/builder.ts';
import type { DataDirectory, EngineContext } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import { isOriginal } from '../configuration/origin.ts';
import { isStartInSight } from '../configuration/start.ts';
import { configurationFile, SERVER_COMMANDS } from './configuration.ts';
import { DATA_FOLDERS } from './facts.ts';
import { IMAGES } from './images.ts';

/**
 * Where Cassandra writes: `data_file_directories`, or `data` in the image's folder. The commit log lies beside it and must be as
 * durable, so the volume belongs above both.
 */
export function dataDirectory(context: EngineContext): DataDirectory | undefined {
  const { settings, container, variant } = context;
  const sight = configurationFile(context);
  const written = settings.get('data_file_directories') ?? settings.get('cassandra.storagedir');
  if (written !== undefined) {
    const [first = ''] = written.value.split(',');
    if (isUnknown(first) || !first.startsWith('/')) return undefined;
    const path = first.replace(/(?<=.)\/+$/u, '');
    const certain = written.from === 'environment' || sight.state === 'seen';
    const log = settings.get('commitlog_directory')?.value;
    const mountAt = commonFolder(path, log);
    const why = `${written.name} says ${path}`;
    const isLogKnown = log !== undefined && !isUnknown(log);
    return { path, certain, why, source: written.source, mountAt, ownSubdirectory: true, ...(isLogKnown && { log }) };
  }
  const folder = DATA_FOLDERS[variant]?.value;
  const isFileRead = sight.state === 'image' || sight.state === 'seen';
  const mountAt = folder ?? '/var/lib/cassandra';
  return {
    path: `${mountAt}/data`,
    certain:
      isFileRead &&
      folder !== undefined &&
      isKnownRelease(context) &&
      isOriginal(context, IMAGES) &&
      isStartInSight(container, SERVER_COMMANDS),
    why: isFileRead
      ? `the default of ${folder === undefined ? 'Cassandra' : `${variant} Cassandra`} images`
      : 'the default of the image; the cassandra.yaml that may say otherwise is not in sight',
    source: undefined,
    mountAt,
    ownSubdirectory: true,
    ...commitLog(context, mountAt),
  };
}

/**
 * The commit log: of the official image beside the data unless a file says otherwise, as `$CASSANDRA_HOME/data` is a link to its folder
 * (https://github.com/docker-library/cassandra/blob/master/Dockerfile.template); of other images only where a file says it.
 */
function commitLog({ settings, variant }: EngineContext, folder: string): Pick<DataDirectory, 'log'> {
  const written = settings.get('commitlog_directory')?.value;
  if (written !== undefined) return isUnknown(written) ? {} : { log: written };
  return variant === 'official' ? { log: `${folder}/commitlog` } : {};
}

/** Only the samples up to v13 are published with their source. */
function isKnownRelease({ variant, container }: EngineContext): boolean {
  return variant !== 'sample' || /^v1[1-3]$/u.test(container.image?.tag ?? '');
}

/** The folder above data and commit log where there is one but `/`. */
function commonFolder(data: string, commitLog: string | undefined): string {
  const parent = data.slice(0, data.lastIndexOf('/'));
  return commitLog !== undefined && parent !== '' && isWithin(commitLog, parent) ? parent : data;
}
