import { readVersion } from '../configuration/version.ts';
import { some, withoutUndefined } from '../live/answer.ts';
import { numberOf } from '../live/printed.ts';
import { UnreadableAnswer, type FollowerSeen, type MemberAnswer } from '../model/live.ts';
import { readCluster } from './live-cluster.ts';
import { channelsOf, type Channel } from './live-replica.ts';
import { Tables, type Row } from './live-table.ts';

/** Reads what the client printed for {@link queryOf}. */
export function readAnswer(output: string): MemberAnswer {
  const tables = new Tables(output);
  const variables = tables.pairs('variables');
  if (!variables.has('version')) throw new UnreadableAnswer('the answer does not say the server’s version');
  if (tables.rows('rights').length === 0) {
    throw new UnreadableAnswer('the user may not see whether the server is a replica (it lacks REPLICATION CLIENT)');
  }
  const channels = channelsOf(tables);
  const writable = acceptsWrites(variables);
  const [first] = channels;
  // A server whose replication is stopped and that accepts writes was made a primary by hand.
  const isReplica = channels.some((channel) => !channel.isStopped) || (first !== undefined && !writable);
  const cluster = readCluster(tables, writable);
  return withoutUndefined<MemberAnswer>({
    role: isReplica ? 'replica' : 'primary',
    writable,
    version: readVersion(variables.get('version') ?? ''),
    position: position(tables, variables),
    followers: followers(tables),
    flush: flush(tables),
    ...(first !== undefined && isReplica
      ? { upstream: first.upstream, streaming: channels.every(({ receives }) => receives), lag: worst(channels) }
      : {}),
    ...cluster?.answer,
    remarks: some([...remarks(variables, channels, isReplica, writable), ...(cluster?.remarks ?? [])]),
  });
}

/** https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_super_read_only */
function acceptsWrites(variables: Row): boolean {
  return ['read_only', 'super_read_only', 'innodb_read_only', 'offline_mode'].every(
    (name) => !isOn(variables.get(name)),
  );
}

/** MariaDB 12 knows more words than ON for `read_only` (`NO_LOCK`, `NO_LOCK_NO_ADMIN`): whatever is not off is on. */
function isOn(value: string | undefined): boolean {
  return value !== undefined && !/^(?:OFF|0|NO|FALSE)$/iu.test(value);
}

/** The set of transactions that it has, else the end of its binary log. */
function position(tables: Tables, variables: Row): string | undefined {
  const set =
    variables.get('gtid_current_pos') ??
    (isOn(variables.get('gtid_mode')) ? variables.get('gtid_executed') : undefined);
  if (set !== undefined) return set.replace(/\s+/gu, '');
  const [row] = [...tables.rows('binlog'), ...tables.rows('old_binlog')];
  const [file, at] = [row?.get('File'), row?.get('Position')];
  return file === undefined || at === undefined ? undefined : `${file}:${at}`;
}

/** Who reads its binary log: replicas, and whoever else speaks their protocol. Their lag is theirs to say. */
function followers(tables: Tables): readonly FollowerSeen[] {
  return tables.rows('dumps').map((row) => {
    const name = row.get('HOST')?.replace(/:\d+$/u, '') ?? 'unknown';
    const state = row.get('STATE') ?? '';
    return withoutUndefined<FollowerSeen>({
      name,
      address: /^[\d.]+$|:/u.test(name) ? name : undefined,
      // «Source has sent all binlog to replica; …», «Master has sent all …»
      state: /has sent all/iu.test(state) ? 'streaming' : state === '' ? 'connected' : 'catchup',
      synchronous: undefined,
      lag: undefined,
    });
  });
}

function worst(channels: readonly Channel[]): MemberAnswer['lag'] {
  const lags = channels.map(({ lag }) => lag);
  const most = (of: 'bytes' | 'seconds') => {
    const values = lags.map((lag) => lag?.[of]);
    return values.some((value) => value === undefined)
      ? undefined
      : Math.max(...values.filter((value) => value !== undefined));
  };
  const lag = withoutUndefined<NonNullable<MemberAnswer['lag']>>({ bytes: most('bytes'), seconds: most('seconds') });
  return lag.bytes === undefined && lag.seconds === undefined ? undefined : lag;
}

/** Picoseconds to milliseconds. «Misc» operations of the redo log are its syncs, and the few times that it is opened. */
function flush(tables: Tables): MemberAnswer['flush'] {
  const [row] = tables.rows('log_file');
  const [count, sum] = [numberOf(row?.get('COUNT_MISC')), numberOf(row?.get('SUM_TIMER_MISC'))];
  if (count === undefined || sum === undefined || count === 0 || sum === 0) return undefined;
  return {
    milliseconds: sum / count / 1e9,
    of: `mean of ${count} syncs of the redo log (its openings among them) since the start`,
  };
}

function* remarks(
  variables: Row,
  channels: readonly Channel[],
  isReplica: boolean,
  writable: boolean,
): Generator<string> {
  for (const channel of channels) yield* isReplica ? channel.remarks() : [];
  if (isReplica && writable) yield 'it is a replica and accepts writes (read_only is off)';
  if (!isReplica && channels.length > 0)
    yield 'it accepts writes, and a replication that is stopped is still configured in it';
  const recovery = variables.get('innodb_force_recovery') ?? '0';
  if (recovery !== '0') yield `innodb_force_recovery is ${recovery}: for rescue only`;
  if (isOn(variables.get('innodb_read_only'))) yield 'innodb_read_only is on';
  if (isOn(variables.get('offline_mode'))) yield 'offline_mode is on: it lets administrators in alone';
  if (isOn(variables.get('skip_networking'))) {
    yield 'it listens on its socket alone: an initialisation runs, or it is cut off on purpose';
  }
}
