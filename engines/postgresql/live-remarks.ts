import type { Printed } from '../live/printed.ts';
import { some } from '../live/answer.ts';
import { clock, size } from '../live/words.ts';
import { isSilent, LONGEST_SILENCE } from './live-replication.ts';
import { bytesBetween } from './lsn.ts';

/** `max_wal_size` by default, up to which WAL may grow anyway: https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-MAX-WAL-SIZE */
const MUCH_WAL = 1024 ** 3;

/** What a person should know about the server, the worst first. */
export function readRemarks(printed: Printed): readonly string[] | undefined {
  return some(
    [...archiving(printed), ...slots(printed), ...replay(printed), ...settings(printed), ...backups(printed)].filter(
      Boolean,
    ),
  );
}

/** https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ARCHIVER-VIEW */
function* archiving(printed: Printed): Generator<string> {
  const archiver = printed.at('archiver');
  const mode = printed.at('settings', 'archive_mode').text();
  if (archiver.at('failing').flag() !== true || mode === undefined || mode === 'off') return;
  const since = archiver.at('last_archived').number();
  const count = archiver.at('failed_count').number() ?? 0;
  const last = since === undefined ? 'nothing was archived yet' : `the last success was at ${clock(since)}`;
  yield `WAL archiving fails (${count} times): ${last}; WAL piles up until the disk is full`;
}

/** https://www.postgresql.org/docs/current/view-pg-replication-slots.html */
function* slots(printed: Printed): Generator<string> {
  const end = printed.at('lsn').text() ?? printed.at('received').text();
  for (const slot of printed.at('slots').items()) {
    const name = slot.at('slot_name').text() ?? '?';
    const status = slot.at('wal_status').text();
    const active = slot.at('active').flag() === true;
    if (status === 'lost') {
      yield `replication slot ${name} has lost WAL that it needs: who used it must be made anew`;
      continue;
    }
    const held = bytesBetween(slot.at('restart_lsn').text(), end);
    if (held !== undefined && held >= MUCH_WAL) {
      yield `replication slot ${name}${active ? '' : ', which nobody uses,'} holds back ${size(held)} of WAL`;
    }
  }
}

function* replay(printed: Printed): Generator<string> {
  if (printed.at('standby').flag() !== true) return;
  if (isTrue(printed.at('paused'))) yield 'replay of WAL is paused (pg_wal_replay_resume() continues it)';
  const status = printed.at('receiver', 'status').text();
  if (isSilent(printed)) {
    yield `it has heard nothing of its primary for more than ${LONGEST_SILENCE} s`;
  } else if (status !== 'streaming') {
    const at = printed.at('replayed_at').number();
    const last = at === undefined ? '' : `; the last transaction that it replayed is of ${clock(at)}`;
    yield `it does not stream from a primary${status === undefined ? '' : ` (the receiver is ${status})`}${last}`;
  }
  const delay = printed.at('settings', 'recovery_min_apply_delay').number() ?? 0;
  if (delay > 0) yield `it is kept ${Math.round(delay / 1000)} s behind on purpose (recovery_min_apply_delay)`;
}

function* settings(printed: Printed): Generator<string> {
  const of = (name: string) => printed.at('settings', name).value;
  if (of('default_transaction_read_only') === 'on') {
    yield 'transactions are read-only by default; a session that says otherwise can still write';
  }
  if (of('fsync') === 'off') yield 'fsync is off: a crash may ruin the data';
  if (of('wal_level') === 'minimal') yield 'wal_level is minimal: no replica can follow and no WAL archive is of use';
  if (of('listen_addresses') === '')
    yield 'it listens on its socket alone: an initialisation runs, or it is cut off on purpose';
}

function* backups(printed: Printed): Generator<string> {
  const running = printed
    .at('followers')
    .items()
    .some((row) => row.at('state').text() === 'backup');
  if (running) yield 'a base backup runs';
}

/** psql prints a boolean as `t`. */
function isTrue(printed: Printed): boolean {
  return printed.text() === 't' || printed.flag() === true;
}
