import type { DumpTool } from '../model/dump-tool.ts';

const COMMON = {
  engines: ['postgresql'],
  host: ['h', 'host'],
  port: ['p', 'port'],
  password: [],
  // https://www.postgresql.org/docs/current/libpq-envars.html
  hostVariables: ['PGHOST', 'PGHOSTADDR', 'PGSERVICE', 'PGSERVICEFILE'],
  hostElsewhere: [],
  hostOption: '--host=',
} as const;

/** Options of pg_dump and pg_dumpall that take a value. */
const VALUES =
  'U username F format j jobs n schema N exclude-schema t table T exclude-table Z compress E encoding S superuser l database role lock-wait-timeout snapshot section'.split(
    ' ',
  );

/** PostgreSQL's own tools. Each dump of a database is that of one moment. */
export const postgresqlDumpTools: readonly DumpTool[] = [
  {
    ...COMMON,
    programs: ['pg_dump'],
    output: ['f', 'file'],
    otherValues: [...VALUES, 'd', 'dbname'],
    flags: 'a b B c C O s v w W x'.split(' '),
    leavesOut: 'roles, table spaces and all other databases (pg_dumpall --globals-only writes the first two)',
    source: 'https://www.postgresql.org/docs/current/app-pgdump.html',
  },
  {
    ...COMMON,
    programs: ['pg_dumpall'],
    output: ['f', 'file'],
    otherValues: [...VALUES, 'd', 'dbname'],
    flags: 'a c g O r s t v w W x'.split(' '),
    narrowedBy: ['g', 'globals-only', 'r', 'roles-only', 't', 'tablespaces-only'],
    leavesOut: 'the databases themselves',
    source: 'https://www.postgresql.org/docs/current/app-pg-dumpall.html',
  },
  {
    ...COMMON,
    programs: ['pg_basebackup'],
    output: ['D', 'pgdata'],
    otherValues:
      'U username F format r max-rate X wal-method Z compress c checkpoint l label S slot T tablespace-mapping d dbname'.split(
        ' ',
      ),
    flags: 'C N P R v w W z'.split(' '),
    narrowedBy: [],
    leavesOut: '',
    source: 'https://www.postgresql.org/docs/current/app-pgbasebackup.html',
  },
];
