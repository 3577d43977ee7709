import type { ClientTool } from '../clients/tool.ts';

/** libpq's programs. None takes a password as an option; a connection URL may hold one. */
export const postgresqlClients: readonly ClientTool[] = [
  {
    programs: ['pg_isready', 'psql', 'pg_dump', 'pg_dumpall', 'pg_basebackup', 'pg_restore'],
    host: ['h', 'host'],
    port: ['p', 'port'],
    password: [],
    passwordVariable: 'PGPASSWORD',
    source: 'https://www.postgresql.org/docs/current/app-pg-isready.html',
  },
];
