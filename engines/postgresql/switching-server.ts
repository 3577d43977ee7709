import { findProgram } from '../live/script.ts';
import type { EngineContext } from '../model/engine.ts';
import { surroundings } from './live.ts';

const LOCAL = [
  findProgram('psql', '/usr/lib/postgresql/*/bin/psql', '/opt/bitnami/postgresql/bin/psql'),
  'sql() { "$program" -XAtqw -v ON_ERROR_STOP=1 "$@"; }',
  // What is written must be there after a crash of the machine. One file at a time, where this `sync` can: all of a node's volumes may take long.
  'keep() { sync "$@" 2>/dev/null || sync; }',
];

/** A script for the server's own container, in which `sql` asks the server as its superuser, and `keep` brings files to the disk. */
export const local = (context: EngineContext, ...lines: readonly string[]): string =>
  [...surroundings(context), ...LOCAL, ...lines].join('\n');

/** Sets `$data`, `$pid` and `$recovering`: where its data are, its first process, and whether it is a standby (`t`, `f`). */
export const SERVER = [
  'data="$(sql -c "SHOW data_directory")" && [ -n "$data" ] || exit 1',
  'pid="$(head -n 1 "$data/postmaster.pid")" && [ -n "$pid" ] || exit 1',
  'recovering="$(sql -c "SELECT pg_is_in_recovery()")" || exit 1',
];

/** In good order, at once: sessions end, standbys get all there is. https://www.postgresql.org/docs/current/server-shutdown.html */
export const END = 'kill -INT "$pid"';
