import type { DumpTool } from '../model/dump-tool.ts';

/** The client asks as a replica would, and writes what it gets. */
export const redisDumpTools: readonly DumpTool[] = [
  {
    engines: ['redis', 'valkey'],
    programs: ['redis-cli', 'valkey-cli'],
    dumpsBy: ['rdb', 'functions-rdb'],
    host: ['h'],
    port: ['p'],
    password: ['a', 'pass'],
    otherValues: ['n', 'u', 'user', 'rdb', 'cacert', 'cert', 'key', 's'],
    hostVariables: [],
    hostElsewhere: ['u', 's'],
    hostOption: '-h ',
    output: ['rdb', 'functions-rdb'],
    narrowedBy: ['functions-rdb'],
    leavesOut: 'the keys',
    source: 'https://redis.io/docs/latest/develop/tools/cli/#remote-backups-of-rdb-files',
  },
];
