import { cassandraClients } from '../cassandra/clients.ts';
import type { Call } from '../configuration/calls.ts';
import { mariadbClients } from '../mariadb/clients.ts';
import { mongodbClients } from '../mongodb/clients.ts';
import { mysqlClients } from '../mysql/clients.ts';
import { postgresqlClients } from '../postgresql/clients.ts';
import { redisClients } from '../redis/clients.ts';
import { valkeyClients } from '../valkey/clients.ts';
import { networkClients } from './network.ts';
import { readClientCall } from './read.ts';
import type { ClientCall } from './read.ts';
import type { ClientTool } from './tool.ts';

const TOOLS: ReadonlyMap<string, ClientTool> = new Map(
  [
    ...postgresqlClients,
    ...mysqlClients,
    ...mariadbClients,
    ...mongodbClients,
    ...redisClients,
    ...valkeyClients,
    ...cassandraClients,
    ...networkClients,
  ].flatMap((tool) => tool.programs.map((program) => [program, tool] as const)),
);

/** The call as one of a known client program; undefined for all others. */
export function clientCall(call: Call): ClientCall | undefined {
  const tool = call.program === undefined ? undefined : TOOLS.get(call.program);
  return tool && readClientCall(call, tool);
}
