import { GIB, inMebibytes, KIB, MIB, reservedBy } from '../configuration/sizes.ts';
import type { SizeFormat } from '../configuration/sizes.ts';
import type { EngineResources } from '../model/resources.ts';

/** `1k` is 1000, `1kb` 1024 bytes: https://redis.io/docs/latest/operate/oss_and_stack/management/config-file/ */
const SIZE: SizeFormat = {
  plain: 1,
  units: { b: 1, k: 1000, kb: KIB, m: 1e6, mb: MIB, g: 1e9, gb: GIB },
  write: (bytes) => `${inMebibytes(bytes)}mb`,
};

const LATENCY = 'https://redis.io/docs/latest/operate/oss_and_stack/management/optimization/latency/';

export const resources: EngineResources = {
  floor: {
    value: { cpu: '100m', memory: '128Mi' },
    source: 'https://redis.io/docs/latest/develop/get-started/faq/ (an empty instance takes about 3 MB)',
  },
  reserved: ({ settings }) => reservedBy(settings.get('maxmemory'), SIZE),
  // Buffers of replicas, fragmentation, and pages that are copied while a snapshot is written come on top.
  advised: {
    value: (limit) => limit * 0.6,
    source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/optimization/memory-optimization/',
  },
  holdsData: true,
  node: () => [
    {
      name: 'transparent_hugepage/enabled = never (or madvise)',
      sign: /transparent_hugepage|\bthp\b/iu,
      why: 'while a snapshot is written, transparent huge pages copy two megabytes for each key that changes',
      source: LATENCY,
    },
    {
      name: 'vm.overcommit_memory = 1',
      sign: /overcommit_memory/u,
      why: 'the fork for a snapshot may fail although there is memory',
      source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/admin/',
    },
  ],
};
