import type { ComparingEngine, Difference } from '../model/comparing.ts';
import { local } from './switching-server.ts';

/**
 * A standby whose value is lower than its primary's pauses its replay, or does not start.
 * https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-ADMIN
 */
const NOT_LOWER = [
  'max_connections',
  'max_worker_processes',
  'max_wal_senders',
  'max_prepared_transactions',
  'max_locks_per_transaction',
] as const;

/** What others rely on once it leads. https://www.postgresql.org/docs/current/runtime-config-wal.html, https://www.postgresql.org/docs/current/runtime-config-replication.html */
const THE_SAME = [
  'wal_level',
  'synchronous_standby_names',
  'synchronous_commit',
  'fsync',
  'full_page_writes',
  'wal_log_hints',
  'data_checksums',
  'archive_mode',
] as const;

const SETTINGS = [...NOT_LOWER, ...THE_SAME];

export const comparing: ComparingEngine = {
  engine: 'postgresql',
  of: SETTINGS,
  facts: (context) =>
    local(
      context,
      `sql -c "SELECT name || '=' || setting FROM pg_settings WHERE name IN (${SETTINGS.map((name) => `'${name}'`).join(', ')})"`,
    ),
  differences: (primary, replica) => [
    ...NOT_LOWER.flatMap((name): Difference[] => {
      const [its, own] = [Number(primary[name] ?? NaN), Number(replica[name] ?? NaN)];
      if (!(own < its)) return [];
      return [
        {
          what: `{member} has a lower ${name} than its primary: its replay may stop.`,
          evidence: `${String(own)}, the primary ${String(its)}`,
          mend: `Raise it on the replica: ALTER SYSTEM SET ${name} = ${String(its)}, and restart it.`,
        },
      ];
    }),
    ...THE_SAME.flatMap((name): Difference[] => {
      const [its, own] = [primary[name], replica[name]];
      if (its === undefined || own === undefined || its === own) return [];
      return [
        {
          what: `{member} has another ${name} than its primary.`,
          evidence: `«${own}», the primary «${its}»`,
          mend: 'Give all members the same configuration.',
        },
      ];
    }),
  ],
  // The system identifier. https://www.postgresql.org/docs/current/functions-info.html
  sameData: 'identity',
  source: 'https://www.postgresql.org/docs/current/hot-standby.html',
};
