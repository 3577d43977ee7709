import { size } from '../live/words.ts';
import { numberOf } from '../live/printed.ts';
import type { Settings } from '../model/engine.ts';
import type { Info } from './live-info.ts';

/**
 * A primary refuses writes when its append only file cannot be written, when a snapshot failed and `stop-writes-on-bgsave-error` is on (the
 * default), and without enough good replicas where some are asked for.
 * Source: https://redis.io/docs/latest/operate/oss_and_stack/management/config-file/
 */
export function refusesWrites(info: Info, settings: Settings): boolean {
  return info.failed('aof_last_write_status') || stopsAfterSnapshot(info, settings) || lacksReplicas(info, settings);
}

function stopsAfterSnapshot(info: Info, settings: Settings): boolean {
  return (
    info.failed('rdb_last_bgsave_status') && settings.get('stop-writes-on-bgsave-error')?.value.toLowerCase() !== 'no'
  );
}

function lacksReplicas(info: Info, settings: Settings): boolean {
  const wanted = settings.get('min-replicas-to-write') ?? settings.get('min-slaves-to-write');
  const good = info.number('min_slaves_good_slaves');
  return good !== undefined && good < (numberOf(wanted?.value) ?? 0);
}

/** What a person should know about the server, the worst first. */
export function* readRemarks(info: Info, settings: Settings): Generator<string> {
  if (info.failed('aof_last_write_status'))
    yield 'writing the append only file fails (a full disk?): it refuses writes';
  if (info.failed('rdb_last_bgsave_status')) {
    yield `the last snapshot failed${stopsAfterSnapshot(info, settings) ? ': it refuses writes until one succeeds' : ''}`;
  }
  if (info.failed('aof_last_bgrewrite_status')) yield 'the last rewrite of the append only file failed';
  if (lacksReplicas(info, settings))
    yield 'it refuses writes: fewer replicas follow than min-replicas-to-write asks for';
  if (info.flag('loading')) yield `it loads its data: ${Math.round(info.number('loading_loaded_perc') ?? 0)} %`;
  if (info.text('role') === 'slave') yield* ofReplica(info);
  const [used, most] = [info.number('used_memory') ?? 0, info.number('maxmemory') ?? 0];
  if (most > 0 && used >= most && info.text('maxmemory_policy') === 'noeviction') {
    yield `its memory is full (${size(most)}, noeviction): it refuses writes that need more`;
  }
  const late = info.number('aof_delayed_fsync') ?? 0;
  if (late > 0) yield `an fsync of the append only file was so slow that writes waited, ${late} times since the start`;
}

function* ofReplica(info: Info): Generator<string> {
  if (info.flag('master_sync_in_progress')) yield 'it copies all data from its primary';
  else if (info.text('master_link_status') !== 'up') {
    const since = info.number('master_link_down_since_seconds') ?? -1;
    yield `it has no link to its primary${since >= 0 ? `, for ${since} s now` : ''}`;
  }
  if (info.text('slave_read_only') === '0')
    yield 'it is a replica and accepts writes (replica-read-only is off), which its primary never gets';
}
