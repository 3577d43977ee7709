import type { ClientTool } from '../clients/tool.ts';

/** Redis' command line: `-a` and `--pass` hold a password, REDISCLI_AUTH does so unseen. */
export const redisClients: readonly ClientTool[] = [
  {
    programs: ['redis-cli'],
    host: ['h'],
    port: ['p'],
    password: ['a', 'pass'],
    passwordVariable: 'REDISCLI_AUTH',
    source: 'https://redis.io/docs/latest/develop/tools/cli/',
  },
];
