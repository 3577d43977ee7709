import type { Printed } from '../live/printed.ts';
import { withoutUndefined } from '../live/answer.ts';
import type { FollowerSeen, Lag, MemberAnswer } from '../model/live.ts';
import { bytesBetween } from './lsn.ts';

/**
 * An idle primary sends a message at the latest after half of `wal_sender_timeout` (60 s), so a receiver that has heard nothing for longer has
 * lost its primary, whatever its state says. Source: https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-WAL-SENDER-TIMEOUT
 */
export const LONGEST_SILENCE = 40;

/** What a standby says of its own replication. */
export function readReplica(printed: Printed): Pick<MemberAnswer, 'position' | 'upstream' | 'streaming' | 'lag'> {
  const receiver = printed.at('receiver');
  const isStreaming = receiver.at('status').text() === 'streaming' && !isSilent(printed);
  return withoutUndefined({
    position: printed.at('replayed').text() ?? printed.at('received').text(),
    upstream:
      address(
        receiver.at('sender_host').text(),
        receiver.at('sender_port').text() ?? receiver.at('sender_port').number(),
      ) ?? address(printed.at('upstream', 'host').text(), printed.at('upstream', 'port').text()),
    streaming: isStreaming,
    lag: isStreaming ? readLag(printed) : undefined,
  });
}

/** True when a receiver says that it streams and has not heard of its primary for too long. */
export function isSilent(printed: Printed): boolean {
  const receiver = printed.at('receiver');
  return receiver.at('status').text() === 'streaming' && (receiver.at('silent').number() ?? 0) > LONGEST_SILENCE;
}

function address(host: string | undefined, port: string | number | undefined): string | undefined {
  if (host === undefined) return undefined;
  const name = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? host : `${name}:${port}`;
}

/**
 * How far a standby that streams is behind: up to the end of WAL that its primary told of last. Replayed up to there means zero, also when
 * the last transaction was long ago; else the age of the last replayed transaction is the measure, which an idle hour before a burst makes
 * too large for a moment. A standby that does not stream cannot tell: it does not know what it misses.
 */
function readLag(printed: Printed): Lag | undefined {
  const replayed = printed.at('replayed').text();
  const received = printed.at('received').text();
  const told = printed.at('receiver', 'latest_end_lsn').text();
  const missing = [bytesBetween(replayed, received), bytesBetween(replayed, told)].filter(
    (bytes) => bytes !== undefined,
  );
  if (missing.length === 0) return undefined;
  const bytes = Math.max(0, ...missing);
  if (bytes === 0) return { bytes, seconds: 0 };
  const [now, then] = [printed.at('now').number(), printed.at('replayed_at').number()];
  return withoutUndefined({
    bytes,
    seconds: now === undefined || then === undefined ? undefined : Math.max(0, now - then),
  });
}

/** Who streams from this server: standbys, not subscribers of logical replication nor base backups. */
export function readFollowers(printed: Printed): readonly FollowerSeen[] {
  const end = printed.at('lsn').text() ?? printed.at('received').text() ?? printed.at('replayed').text();
  return printed
    .at('followers')
    .items()
    .filter((row) => row.at('logical').flag() !== true && row.at('application_name').text() !== 'pg_basebackup')
    .map((row) => {
      const behind = bytesBetween(row.at('replay_lsn').text(), end);
      const bytes = behind === undefined ? undefined : Math.max(0, behind);
      const from = row.at('client_addr').text();
      const name = row.at('application_name').text();
      const sync = row.at('sync_state').text();
      return withoutUndefined<FollowerSeen>({
        // `walreceiver` is the default of all standbys and names none.
        name: (name === 'walreceiver' ? undefined : name) ?? row.at('client_hostname').text() ?? from ?? 'local socket',
        address: from,
        state: row.at('state').text() ?? 'unknown',
        synchronous: sync === undefined ? undefined : sync === 'sync' || sync === 'quorum',
        lag:
          bytes === undefined
            ? undefined
            : // The time is empty when nothing was sent for a while.
              withoutUndefined<Lag>({ bytes, seconds: bytes === 0 ? 0 : row.at('lag_seconds').number() }),
      });
    });
}
