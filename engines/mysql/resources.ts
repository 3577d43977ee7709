import type { EngineResources } from '../model/resources.ts';
import { reserved } from '../mysql-family/resources.ts';

export const resources: EngineResources = {
  // The default configuration is made for a machine with about 512 MB.
  floor: {
    value: { cpu: '250m', memory: '512Mi' },
    source: 'https://dev.mysql.com/doc/refman/8.4/en/memory-use.html',
  },
  reserved,
  // The manual has 50 to 75 percent of the memory for the buffer pool.
  advised: {
    value: (limit) => limit / 2,
    source: 'https://dev.mysql.com/doc/refman/8.4/en/memory-use.html',
  },
  holdsData: false,
};
