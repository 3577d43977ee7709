import type { ClientTool } from '../clients/tool.ts';

/** Valkey's command line. It still reads REDISCLI_AUTH, VALKEYCLI_AUTH from 8.1 on. */
export const valkeyClients: readonly ClientTool[] = [
  {
    programs: ['valkey-cli'],
    host: ['h'],
    port: ['p'],
    password: ['a', 'pass'],
    passwordVariable: 'REDISCLI_AUTH',
    source: 'https://valkey.io/topics/cli/',
  },
];
