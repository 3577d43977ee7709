import type { Printed } from '../live/printed.ts';
import type { MemberAnswer } from '../model/live.ts';

/**
 * The mean time of a WAL flush, where the server measures it (`track_wal_io_timing`, off by default): pg_stat_wal in 14 to 17, pg_stat_io from 18
 * on. It is a mean since the last reset of the statistics, not of now, and says so.
 * Sources: https://www.postgresql.org/docs/17/monitoring-stats.html#MONITORING-PG-STAT-WAL-VIEW,
 * https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-IO-VIEW
 */
export function readFlush(printed: Printed): MemberAnswer['flush'] {
  const of14 = printed.at('wal');
  const of18 = printed.at('wal_io');
  const count = of18.at('fsyncs').number() ?? of14.at('wal_sync').number();
  const time = of18.at('fsync_time').number() ?? of14.at('wal_sync_time').number();
  if (count === undefined || time === undefined || count <= 0 || time <= 0) return undefined;
  const since = (of18.at('since').text() ?? of14.at('stats_reset').text())?.slice(0, 16).replace('T', ' ');
  const of = `mean of ${count} WAL flushes${since === undefined ? '' : ` since ${since}`}`;
  return { milliseconds: time / count, of };
}
