import { LIMIT } from '../live/script.ts';
import type { EngineContext } from '../model/engine.ts';
import { VALKEY } from '../valkey/facts.ts';
import { REDIS } from './facts.ts';
import { reachOf } from './live.ts';

/** What a running server says of its persistence. `unknown`: it does not tell (`CONFIG` renamed or not allowed). */
export interface Kept {
  readonly state: 'on' | 'off' | 'unknown';
  /** In plain words. No secret. */
  readonly why: string;
}

/**
 * A script for exec in the server's container that asks whether it writes an append only file or snapshots; {@link readPersistence} reads what it prints.
 * Undefined where the server cannot be reached. Sources: https://redis.io/docs/latest/commands/info/ (aof_enabled), https://redis.io/docs/latest/commands/config-get/
 */
export function persistenceScript(context: EngineContext, engine: 'redis' | 'valkey'): string | undefined {
  const reach = reachOf(context, engine === 'redis' ? REDIS : VALKEY);
  return (
    reach &&
    [
      ...reach,
      LIMIT,
      '$limit "$program" "$@" INFO persistence | tr -d "\\r" | grep ^aof_enabled:',
      // A list: the name on one line, the value on the next; an empty value is an empty line.
      'echo "save:$($limit "$program" "$@" CONFIG GET save | tr "\\r\\n" "  ")"',
    ].join('\n')
  );
}

/** Reads what the script printed. */
export function readPersistence(output: string): Kept {
  if (/^aof_enabled:1$/mu.test(output)) return { state: 'on', why: 'the server writes an append only file' };
  const [, save] = /^save:save\b(.*)$/mu.exec(output) ?? [];
  if (!/^aof_enabled:0$/mu.test(output) || save === undefined)
    return { state: 'unknown', why: 'the server does not tell whether it takes snapshots' };
  return save.trim() === ''
    ? { state: 'off', why: 'the server takes no snapshots and writes no append only file' }
    : { state: 'on', why: `the server takes snapshots (save ${save.trim()})` };
}
