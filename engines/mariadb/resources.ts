import type { EngineResources } from '../model/resources.ts';
import { reserved } from '../mysql-family/resources.ts';

export const resources: EngineResources = {
  // 128 MB of buffer pool and as much of key buffer by default.
  floor: {
    value: { cpu: '250m', memory: '512Mi' },
    source: 'https://mariadb.com/kb/en/mariadb-memory-allocation/',
  },
  reserved,
  // Up to 80 percent on a machine that does nothing else; connections and temporary tables come on top.
  advised: {
    value: (limit) => limit / 2,
    source: 'https://mariadb.com/kb/en/innodb-buffer-pool/',
  },
  holdsData: false,
};
