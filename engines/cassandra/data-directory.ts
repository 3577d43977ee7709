import { isWithin } from '../model/builder.ts';
import type { DataDirectory, EngineContext } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import { isStartInSight } from '../configuration/start.ts';
import { configurationFile, SERVER_COMMANDS } from './configuration.ts';
import { BITNAMI_VOLUME, DATA_DIRECTORIES } from './facts.ts';

/** Where Cassandra writes: `data_file_directories`, or the folder of the image, in which data and commit log lie side by side. */
export function dataDirectory(context: EngineContext): DataDirectory | undefined {
  const { settings, container, variant } = context;
  const sight = configurationFile(context);
  const written = settings.get('data_file_directories') ?? settings.get('cassandra.storagedir');
  if (written !== undefined) {
    const [first = ''] = written.value.split(',');
    if (isUnknown(first) || !first.startsWith('/')) return undefined;
    const path = commonFolder(first, settings.get('commitlog_directory')?.value);
    const certain = written.from === 'environment' || sight.state === 'seen';
    return {
      path,
      certain,
      why: `${written.name} says ${first}`,
      source: written.source,
      mountAt: path,
      ownSubdirectory: true,
    };
  }
  const known = DATA_DIRECTORIES[variant];
  const isFileRead = sight.state === 'image' || sight.state === 'seen';
  const certain =
    isFileRead && known !== undefined && isKnownRelease(context) && isStartInSight(container, SERVER_COMMANDS);
  const path = known?.value ?? '/var/lib/cassandra';
  return {
    path,
    certain,
    why: isFileRead
      ? `the default of ${known === undefined ? 'Cassandra' : `${variant} Cassandra`} images`
      : 'the default of the image; the cassandra.yaml that may say otherwise is not in sight',
    source: undefined,
    mountAt: variant === 'bitnami' ? BITNAMI_VOLUME.value : path,
    ownSubdirectory: true,
  };
}

/** Only the samples up to v13 are published with their source. */
function isKnownRelease({ variant, container }: EngineContext): boolean {
  return variant !== 'sample' || /^v1[1-3]$/u.test(container.image?.tag ?? '');
}

/** The folder above data and commit log where there is one but `/`: both must be durable. */
function commonFolder(data: string, commitLog: string | undefined): string {
  const clean = data.replace(/(?<=.)\/+$/u, '');
  const parent = clean.slice(0, clean.lastIndexOf('/'));
  return commitLog !== undefined && parent !== '' && isWithin(commitLog, parent) ? parent : clean;
}
