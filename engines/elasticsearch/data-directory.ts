import { isOriginal } from '../configuration/origin.ts';
import { isStartInSight } from '../configuration/start.ts';
import type { DataDirectory, EngineContext } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import { configurationFile, SERVER_COMMANDS } from './configuration.ts';
import { DATA_DIRECTORIES, VOLUMES } from './facts.ts';
import { IMAGES } from './images.ts';

/** Where shards and cluster state go: `path.data`, or the default of the image. Elasticsearch makes its own folders in it. */
export function dataDirectory(context: EngineContext): DataDirectory | undefined {
  const { settings, container, variant } = context;
  const sight = configurationFile(context);
  const written = settings.get('path.data') ?? settings.get('path.data.0');
  if (written !== undefined) {
    const [first = ''] = written.value.split(',');
    const path = first.trim().replace(/(?<=.)\/+$/u, '');
    if (isUnknown(path) || !path.startsWith('/')) return undefined;
    const certain = written.from !== 'file' || sight.state === 'seen';
    return { path, certain, why: 'path.data says so', source: written.source, mountAt: path, ownSubdirectory: true };
  }
  const known = DATA_DIRECTORIES[variant];
  const isFileRead = sight.state === 'image' || sight.state === 'seen';
  const path = known?.value ?? '/usr/share/elasticsearch/data';
  return {
    path,
    certain:
      isFileRead && known !== undefined && isOriginal(context, IMAGES) && isStartInSight(container, SERVER_COMMANDS),
    why: isFileRead
      ? `the default of ${known === undefined ? 'Elasticsearch' : `${variant} Elasticsearch`} images`
      : 'the default of the image; the elasticsearch.yml that may say otherwise is not in sight',
    source: undefined,
    mountAt: VOLUMES[variant]?.value ?? path,
    ownSubdirectory: true,
  };
}
