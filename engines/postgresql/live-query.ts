/**
 * The question to a PostgreSQL server from version 10 on, for psql's standard input: one line of JSON. Views are taken whole
 * (`to_jsonb`), so that columns may come and go between versions; what a version lacks as a whole is asked behind `\if`.
 * `primary_conninfo` may hold a password: only its host and port leave the server. Read-only, and it reads shared memory and the control
 * file alone: no table, no directory (`pg_database_size` is left out for that reason).
 * Sources: https://www.postgresql.org/docs/current/monitoring-stats.html, https://www.postgresql.org/docs/current/functions-admin.html,
 * https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CONTROLDATA, https://www.postgresql.org/docs/current/app-psql.html
 */
export const QUERY = String.raw`\set ON_ERROR_STOP on
SET statement_timeout = '3s';
SET lock_timeout = '1s';
BEGIN TRANSACTION READ ONLY;
SELECT current_setting('server_version_num')::int >= 140000 AS has_wal, current_setting('server_version_num')::int >= 180000 AS has_wal_io, pg_is_in_recovery() AS standby \gset
\if :standby
SELECT '' AS lsn, '' AS tli, coalesce(pg_last_wal_receive_lsn()::text, '') AS received, coalesce(pg_last_wal_replay_lsn()::text, '') AS replayed, coalesce(extract(epoch FROM pg_last_xact_replay_timestamp())::text, '') AS replayed_at, pg_is_wal_replay_paused() AS paused \gset
\else
SELECT pg_current_wal_lsn() AS lsn, substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS tli, '' AS received, '' AS replayed, '' AS replayed_at, '' AS paused \gset
\endif
\set wal null
\set wal_io null
\if :has_wal_io
SELECT coalesce((SELECT json_build_object('fsyncs', sum(fsyncs), 'fsync_time', sum(fsync_time), 'since', min(stats_reset)) FROM pg_stat_io WHERE object = 'wal')::text, 'null') AS wal_io \gset
\elif :has_wal
SELECT to_json(w)::text AS wal FROM pg_stat_wal w \gset
\endif
SELECT json_build_object(
'version', current_setting('server_version'), 'now', extract(epoch FROM now()), 'standby', pg_is_in_recovery(),
'lsn', nullif(:'lsn', ''), 'tli', nullif(:'tli', ''), 'received', nullif(:'received', ''), 'replayed', nullif(:'replayed', ''), 'replayed_at', nullif(:'replayed_at', ''), 'paused', nullif(:'paused', ''),
'system', (SELECT system_identifier::text FROM pg_control_system()),
'checkpoint_tli', (SELECT timeline_id FROM pg_control_checkpoint()),
'settings', (SELECT json_object_agg(name, setting) FROM pg_settings WHERE name IN ('default_transaction_read_only', 'wal_level', 'archive_mode', 'listen_addresses', 'max_wal_size', 'fsync', 'synchronous_standby_names', 'recovery_min_apply_delay')),
'upstream', (SELECT json_build_object('host', substring(setting FROM 'host(?:addr)?\s*=\s*''?([^'' ]+)'), 'port', substring(setting FROM 'port\s*=\s*''?(\d+)')) FROM pg_settings WHERE name = 'primary_conninfo' AND setting <> ''),
'receiver', (SELECT to_jsonb(r) - 'conninfo' || jsonb_build_object('silent', extract(epoch FROM now() - r.last_msg_receipt_time)) FROM pg_stat_wal_receiver r),
'followers', (SELECT json_agg(to_jsonb(f) || jsonb_build_object('lag_seconds', extract(epoch FROM f.replay_lag), 'logical', EXISTS (SELECT FROM pg_replication_slots s WHERE s.active_pid = f.pid AND s.slot_type = 'logical'))) FROM pg_stat_replication f),
'slots', (SELECT json_agg(to_jsonb(s)) FROM pg_replication_slots s),
'archiver', (SELECT to_jsonb(a) || jsonb_build_object('failing', coalesce(a.last_failed_time > coalesce(a.last_archived_time, '-infinity'), false), 'last_failed', extract(epoch FROM a.last_failed_time), 'last_archived', extract(epoch FROM a.last_archived_time)) FROM pg_stat_archiver a),
'wal', :'wal'::json, 'wal_io', :'wal_io'::json);
COMMIT;
\q
`;
