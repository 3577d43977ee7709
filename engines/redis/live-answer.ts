import { readVersion } from '../configuration/version.ts';
import { some, withoutUndefined } from '../live/answer.ts';
import { numberOf } from '../live/printed.ts';
import type { Settings } from '../model/engine.ts';
import type { FollowerSeen, Lag, MemberAnswer } from '../model/live.ts';
import { Info } from './live-info.ts';
import { readRemarks, refusesWrites } from './live-remarks.ts';

/**
 * A primary pings its replicas every `repl-ping-replica-period` (10 s) at least: https://redis.io/docs/latest/operate/oss_and_stack/management/replication/
 */
const LONGEST_SILENCE = 12;

/** Reads what `INFO` printed. The settings in sight say when a primary refuses writes. */
export function readAnswer(output: string, settings: Settings): MemberAnswer {
  const info = new Info(output);
  const isReplica = info.text('role') === 'slave';
  return withoutUndefined<MemberAnswer>({
    role: isReplica ? 'replica' : 'primary',
    writable:
      !info.flag('loading') && (isReplica ? info.text('slave_read_only') === '0' : !refusesWrites(info, settings)),
    // Valkey gives the version of Redis that it is compatible with, too.
    version: readVersion(info.text('valkey_version', 'redis_version') ?? ''),
    position: info.text(isReplica ? 'slave_repl_offset' : 'master_repl_offset'),
    history: info.text('master_replid'),
    upstream: isReplica ? upstream(info) : undefined,
    streaming: isReplica ? isLinked(info) : undefined,
    lag: isReplica && isLinked(info) ? lag(info) : undefined,
    followers: info.replicas().map((replica) => follower(replica, info)),
    dataBytes: info.number('used_memory'),
    remarks: some([...readRemarks(info, settings)]),
  });
}

function upstream(info: Info): string | undefined {
  const [host, port] = [info.text('master_host'), info.text('master_port')];
  return host === undefined || port === undefined ? host : `${host}:${port}`;
}

function isLinked(info: Info): boolean {
  return info.text('master_link_status') === 'up';
}

/**
 * A replica knows what has arrived (from Redis 7 on) and what it applied. With nothing outstanding and a primary that was heard of lately it
 * is level; a busy one cannot say seconds, for the stream carries no times.
 */
function lag(info: Info): Lag | undefined {
  const [read, applied] = [info.number('slave_read_repl_offset'), info.number('slave_repl_offset')];
  if (read === undefined || applied === undefined) return undefined;
  const bytes = Math.max(0, read - applied);
  const isHeard = (info.number('master_last_io_seconds_ago') ?? Infinity) <= LONGEST_SILENCE;
  return bytes === 0 && isHeard ? { bytes, seconds: 0 } : bytes === 0 ? undefined : { bytes };
}

/** The replica confirms its offset every second; `lag` in the line is the age of that confirmation, not of its data. */
function follower(replica: ReadonlyMap<string, string>, info: Info): FollowerSeen {
  const [end, confirmed] = [info.number('master_repl_offset'), numberOf(replica.get('offset'))];
  const bytes = end === undefined || confirmed === undefined ? undefined : Math.max(0, end - confirmed);
  const address = replica.get('ip');
  const state = replica.get('state') ?? 'unknown';
  return withoutUndefined<FollowerSeen>({
    name: address ?? 'unknown',
    address,
    state,
    synchronous: undefined,
    lag: bytes === undefined || state !== 'online' ? undefined : bytes === 0 ? { bytes, seconds: 0 } : { bytes },
  });
}
