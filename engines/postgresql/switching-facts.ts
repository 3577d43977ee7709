import type { RestFacts } from '../model/stopping.ts';
import type { Gap } from '../model/switching.ts';
import { bytesBetween } from './lsn.ts';

/**
 * What a member says of itself. Timelines: of the segment that a primary writes, of what a standby receives, else of its last checkpoint. Names of standbys are those
 * under which they are known to `synchronous_standby_names`. Views by version: behind `\if`, or taken whole (`to_jsonb`).
 * https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-RECOVERY-CONTROL, https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-WAL-RECEIVER-VIEW,
 * https://www.postgresql.org/docs/current/progress-reporting.html#BASEBACKUP-PROGRESS-REPORTING
 */
export const FACTS = String.raw`SELECT pg_is_in_recovery() AS recovering, current_setting('server_version_num')::int >= 130000 AS has_progress \gset
SELECT 'version=' || current_setting('server_version') UNION ALL SELECT 'number=' || current_setting('server_version_num');
SELECT 'identity=' || system_identifier FROM pg_control_system();
SELECT 'checkpoint=' || checkpoint_lsn FROM pg_control_checkpoint();
SELECT 'signal=' || CASE WHEN (pg_stat_file('standby.signal', true)).size IS NULL THEN 'no' ELSE 'yes' END;
SELECT 'conninfo_from=' || source FROM pg_settings WHERE name = 'primary_conninfo';
SELECT name || '=' || setting FROM pg_settings WHERE name IN ('data_checksums', 'wal_log_hints', 'wal_sender_timeout', 'synchronous_standby_names', 'synchronous_commit');
SELECT 'slot=' || coalesce(current_setting('primary_slot_name', true), '');
SELECT 'slots=' || coalesce(string_agg(slot_name, ' ' ORDER BY slot_name), '') FROM pg_replication_slots WHERE slot_type = 'physical' AND NOT temporary;
SELECT 'used=' || coalesce(string_agg(slot_name, ' ' ORDER BY slot_name), '') FROM pg_replication_slots WHERE slot_type = 'physical' AND active;
SELECT 'logical=' || coalesce(string_agg(slot_name, ' ' ORDER BY slot_name), '') FROM pg_replication_slots WHERE slot_type = 'logical' AND NOT temporary;
SELECT 'room=' || current_setting('max_replication_slots')::int - count(*) FROM pg_replication_slots;
SELECT 'standbys=' || coalesce(string_agg(translate(application_name, ' ', '_'), ' ' ORDER BY application_name), '') FROM pg_stat_replication WHERE state IN ('streaming', 'catchup');
SELECT 'prepared=' || count(*) FROM pg_prepared_xacts;
SELECT 'oldest=' || coalesce(floor(max(extract(epoch FROM clock_timestamp() - xact_start))), 0) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid();
\if :has_progress
SELECT 'backups=' || count(*) FROM pg_stat_progress_basebackup;
\else
SELECT 'backups=' || count(*) FROM pg_stat_replication WHERE state = 'backup';
\endif
\if :recovering
SELECT 'role=replica' UNION ALL SELECT 'writable=no';
SELECT 'position=' || greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) UNION ALL SELECT 'replayed=' || pg_last_wal_replay_lsn();
SELECT 'history=' || coalesce((SELECT received_tli FROM pg_stat_wal_receiver WHERE status = 'streaming'), (SELECT greatest(c.timeline_id, r.min_recovery_end_timeline) FROM pg_control_checkpoint() c, pg_control_recovery() r));
SELECT 'streaming=' || CASE WHEN EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming') THEN 'yes' ELSE 'no' END;
SELECT 'upstream=' || (to_jsonb(r) ->> 'sender_host') FROM pg_stat_wal_receiver r WHERE to_jsonb(r) ->> 'sender_host' IS NOT NULL;
SELECT 'name=' || translate(coalesce(substring(conninfo FROM '.*(?:^| )application_name=([^ '']+)'), substring(conninfo FROM 'fallback_application_name=([^ '']+)')), ' ', '_') FROM pg_stat_wal_receiver WHERE conninfo ~ 'application_name=[^ '']';
SELECT 'told=' || substring(current_setting('primary_conninfo', true) FROM '.*(?:^| )host=([^ '']+)');
SELECT 'waits=' || coalesce(max(wait_event), '') FROM pg_stat_activity WHERE backend_type = 'startup';
SELECT 'committed=' || floor(extract(epoch FROM pg_last_xact_replay_timestamp()) * 1000) WHERE pg_last_xact_replay_timestamp() IS NOT NULL;
SELECT 'paused=' || CASE WHEN pg_is_wal_replay_paused() THEN 'yes' ELSE 'no' END;
SELECT 'delay=' || setting FROM pg_settings WHERE name = 'recovery_min_apply_delay';
SELECT 'seconds=' || CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0 ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END;
SELECT 'link=' || CASE current_setting('primary_conninfo') WHEN '' THEN 'none' ELSE CASE WHEN current_setting('primary_conninfo') LIKE 'postgres%://%' THEN 'uri' ELSE 'words' END END WHERE current_setting('server_version_num')::int >= 120000;
\else
SELECT 'role=primary' UNION ALL SELECT 'writable=yes';
SELECT 'position=' || pg_current_wal_flush_lsn() UNION ALL SELECT 'history=' || ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int;
\endif`;

/** By what was replayed: what is only received is not there for a reader yet. */
export function gap(primary: RestFacts, replica: RestFacts): Gap {
  const bytes = bytesBetween(replica['replayed'], primary['position']);
  const seconds = Number(replica['seconds'] ?? NaN);
  return {
    // Asked a moment later, it may be ahead.
    ...(bytes === undefined ? {} : { bytes: Math.max(0, bytes) }),
    ...(Number.isNaN(seconds) ? {} : { seconds }),
  };
}

/**
 * The fenced primary has started as a standby: what it has replayed is all that it ever wrote, its shutdown checkpoint included. The candidate must have replayed that, too.
 */
export function lacks(fenced: RestFacts, candidate: RestFacts): string | undefined {
  if (fenced['identity'] === undefined || fenced['identity'] !== candidate['identity'])
    return 'it is not of the same database';
  // That of its last checkpoint may be an earlier one; a later one is somebody else's.
  if (Number(candidate['history'] ?? NaN) > Number(fenced['history'] ?? NaN))
    return `it is on timeline ${candidate['history'] ?? ''}, not ${fenced['history'] ?? ''}`;
  const bytes = bytesBetween(candidate['replayed'], fenced['position']);
  const past = bytesBetween(fenced['checkpoint'], candidate['replayed']);
  if (bytes === undefined || past === undefined) return 'its position is not known';
  if (bytes > 0) return `it lacks ${String(bytes)} bytes of WAL`;
  return past > 0 ? undefined : `it has not replayed the last checkpoint, at ${fenced['checkpoint'] ?? ''}`;
}
