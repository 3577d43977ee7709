import type { ClientTool } from '../clients/tool.ts';

/** `nodetool` speaks JMX (port 7199), `cqlsh` CQL; its host and port stand without an option. */
export const cassandraClients: readonly ClientTool[] = [
  {
    programs: ['cqlsh'],
    host: [],
    port: [],
    password: ['p', 'password'],
    otherValues: ['u', 'username', 'e', 'execute', 'k', 'keyspace', 'f', 'file'],
    positional: ['host', 'port'],
    source: 'https://cassandra.apache.org/doc/latest/cassandra/managing/tools/cqlsh.html',
  },
  {
    programs: ['nodetool'],
    host: ['h', 'host'],
    port: [],
    password: ['pw', 'password'],
    source: 'https://cassandra.apache.org/doc/latest/cassandra/managing/tools/nodetool/nodetool.html',
  },
];
