import { GIB, inMebibytes, KIB, MIB, reservedBy } from '../configuration/sizes.ts';
import type { SizeFormat } from '../configuration/sizes.ts';
import type { EngineResources } from '../model/resources.ts';

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
};
