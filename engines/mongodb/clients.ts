import type { ClientTool } from '../clients/tool.ts';

/** MongoDB's shells and tools; a connection string as the first word may hold host and password. */
export const mongodbClients: readonly ClientTool[] = [
  {
    programs: ['mongosh', 'mongo', 'mongodump', 'mongorestore', 'mongoexport', 'mongostat'],
    host: ['h', 'host'],
    port: ['port'],
    password: ['p', 'password'],
    source: 'https://www.mongodb.com/docs/mongodb-shell/reference/options/',
  },
];
