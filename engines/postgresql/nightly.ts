import type { Nightly } from '../model/nightly.ts';
import { OWN_SUPERUSER, PASSWORDS } from './live.ts';

/** All databases with roles and table spaces, as one stream of SQL. */
export const nightly: Nightly = ({ variant }) => ({
  suffix: 'sql.gz',
  lines: ['pg_dumpall --clean --if-exists > "$target.part"', 'gzip "$target.part"', 'mv "$target.part.gz" "$target"'],
  variables: [
    { name: 'PGHOST', holds: 'host', from: [] },
    { name: 'PGUSER', holds: 'user', from: OWN_SUPERUSER.has(variant) ? [] : ['POSTGRES_USER'], otherwise: 'postgres' },
    { name: 'PGPASSWORD', holds: 'password', from: PASSWORDS },
  ],
  source: 'https://www.postgresql.org/docs/current/app-pg-dumpall.html',
});
