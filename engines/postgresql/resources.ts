import { wordsKnown } from '../configuration/calls.ts';
import { GIB, inMebibytes, KIB, MIB, reservedBy } from '../configuration/sizes.ts';
import type { SizeFormat } from '../configuration/sizes.ts';
import type { EngineContext } from '../model/engine.ts';
import { isUnknown } from '../model/object.ts';
import type { EngineResources } from '../model/resources.ts';
import { readsUnseenFile } from './configuration.ts';

/** shared_buffers counts in blocks of 8 kB: https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-NAMES-VALUES */
const SIZE: SizeFormat = {
  plain: 8 * KIB,
  units: { B: 1, kB: KIB, MB: MIB, GB: GIB, TB: GIB * KIB },
  exact: true,
  write: (bytes) => `${inMebibytes(bytes)}MB`,
};

export const resources: EngineResources = {
  // 128 MB of shared buffers by default, and some megabytes a connection.
  floor: {
    value: { cpu: '250m', memory: '256Mi' },
    source: 'https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-SHARED-BUFFERS',
  },
  // Huge pages are not counted as memory of the container.
  reserved: ({ settings }) =>
    settings.get('huge_pages')?.value.toLowerCase() === 'on' ? [] : reservedBy(settings.get('shared_buffers'), SIZE),
  advised: {
    value: (limit) => limit / 4,
    source: 'https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-SHARED-BUFFERS',
  },
  holdsData: false,
  sharedMemory,
};

/** Parallel query is on by default: https://www.postgresql.org/docs/release/10.0/ */
const PARALLEL_SINCE = 10;

/** The number of workers that switches parallel query off, when it is zero. */
const WORKERS = ['max_parallel_workers_per_gather', 'max_parallel_workers', 'max_worker_processes'];

function sharedMemory(context: EngineContext): string | undefined {
  const { settings, version, container } = context;
  // A template may stand for the whole of `name=value`.
  if (!wordsKnown(container)) return undefined;
  if (version === undefined || version.major < PARALLEL_SINCE || readsUnseenFile(context)) return undefined;
  const isOff = WORKERS.some((name) => {
    const value = settings.get(name)?.value;
    return value === '0' || isUnknown(value);
  });
  const type = settings.get('dynamic_shared_memory_type')?.value ?? 'posix';
  return isOff || type !== 'posix'
    ? undefined
    : 'parallel queries that need more for their workers fail with «could not resize shared memory segment»';
}
