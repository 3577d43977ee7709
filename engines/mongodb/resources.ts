import { GIB, MIB, reservedBy } from '../configuration/sizes.ts';
import type { SizeFormat } from '../configuration/sizes.ts';
import type { EngineContext } from '../model/engine.ts';
import type { EngineResources, NodeSetting, Unsaid } from '../model/resources.ts';

const CACHE =
  'https://www.mongodb.com/docs/manual/reference/configuration-options/#mongodb-setting-storage.wiredTiger.engineConfig.cacheSizeGB';
const NOTES = 'https://www.mongodb.com/docs/manual/administration/production-notes/';
const SETTING = 'storage.wiredTiger.engineConfig.cacheSizeGB';

/** The least that the server takes. */
const LEAST = 256 * MIB;

const inGigabytes = (bytes: number): string => String(Math.floor((bytes / GIB) * 100) / 100);

const SIZE: SizeFormat = { plain: GIB, units: {}, write: inGigabytes };

/** The larger of 256 MB and half of what is left above one gigabyte: what the server chooses by itself, too. */
const half = (limit: number): number => Math.max(LEAST, (limit - GIB) / 2);

export const resources: EngineResources = {
  // The cache alone takes 256 MB.
  floor: { value: { cpu: '250m', memory: '512Mi' }, source: CACHE },
  reserved: ({ settings }) => reservedBy(settings.get(SETTING), SIZE, 'cacheSizeGB'),
  advised: { value: half, source: CACHE },
  holdsData: false,
  unsaid,
  node,
};

function unsaid({ settings }: EngineContext, limit: number): Unsaid | undefined {
  const isOther = (settings.get('storage.engine')?.value ?? 'wiredTiger') !== 'wiredTiger';
  if (settings.has(SETTING) || settings.has('storage.wiredTiger.engineConfig.cacheSizePct') || isOther)
    return undefined;
  const size = inGigabytes(half(limit));
  return {
    what: `chooses its cache by itself, the larger of 256 MB and half of what the limit leaves above 1 GB (${size} GB here; versions that do not see the limit go by the node's memory)`,
    said: { words: ['--wiredTigerCacheSizeGB', size] },
    title: `--wiredTigerCacheSizeGB ${size}`,
  };
}

/** Up to version 7 transparent huge pages are to be off, from 8 on they help. */
function node({ version }: EngineContext): readonly NodeSetting[] {
  if (version === undefined || version.major >= 8) return [];
  return [
    {
      name: 'transparent_hugepage/enabled = never',
      sign: /transparent_hugepage|\bthp\b/iu,
      why: 'up to version 7 transparent huge pages make it slow and let its memory grow',
      source: `${NOTES}#recommended-configuration`,
    },
  ];
}
