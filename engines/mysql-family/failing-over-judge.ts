import type { RestFacts } from '../model/stopping.ts';
import type { Unfit } from '../model/switching.ts';
import { holdsAll } from './gtid.ts';
import { withoutGtid, type JudgeTraits } from './switching-judge.ts';

/** Why a replica may not lead, whoever led before. How far it is behind nobody can ask. */
export function cannotLeadOf({
  untold,
  moreCandidate,
}: Pick<JudgeTraits, 'untold' | 'moreCandidate'>): (candidate: RestFacts) => readonly Unfit[] {
  return (candidate) => {
    const found: Unfit[] = [];
    const say = (id: Unfit['id'], what: string, evidence: string, wayOut: string): void => {
      found.push({ id, what, evidence, wayOut });
    };
    const said = (key: string): string => candidate[key] ?? 'unknown';
    found.push(...withoutGtid(untold(candidate)));
    if (candidate['role'] !== 'replica')
      say('R11', '{member} is no replica.', `role ${said('role')}`, 'Choose a replica.');
    if (candidate['channels'] !== '1')
      say('R30', '{member} follows more than one source.', `channels: ${said('channels')}`, 'Choose another one.');
    if (candidate['auto'] !== '1')
      say('R30', '{member} does not follow by GTID.', `auto position: ${said('auto')}`, 'Let it follow by GTID.');
    // That it reaches its source no more is why all this is done.
    if (!(candidate['errors'] ?? '').endsWith(' 0'))
      say(
        'R11',
        '{member} does not apply what it has received.',
        `errors ${said('errors')}`,
        'SHOW REPLICA STATUS says why; mend it, or choose another one.',
      );
    if (candidate['delay'] !== '0')
      say(
        'R11',
        '{member} applies late on purpose.',
        `delay ${said('delay')} s`,
        'Take the delay away, or another one.',
      );
    return [...found, ...(moreCandidate?.(candidate) ?? [])];
  };
}

/** All that a replica has, applied or not. Undefined where it does not say so. */
function has({ position, received }: RestFacts): string | undefined {
  if (position === undefined || received === undefined) return undefined;
  return [position, received].filter((set) => set !== '').join(',');
}

/** Who has received more, by GTIDs: more is 1, the same 0, less -1. Two of which each has something that the other has not cannot be compared. */
export function aheadByGtid(one: RestFacts, other: RestFacts): number | undefined {
  const [own, others] = [has(one), has(other)];
  if (own === undefined || others === undefined) return undefined;
  const [holds, held] = [holdsAll(own, others), holdsAll(others, own)];
  if (holds === true) return held === true ? 0 : 1;
  return holds === false && held === true ? -1 : undefined;
}

/** What of the received transactions is not applied yet. */
export function unappliedByGtid({ position, received }: RestFacts): string | undefined {
  const isAll = position === undefined || received === undefined ? undefined : holdsAll(position, received);
  if (isAll === true) return undefined;
  return isAll === false
    ? `it has received ${received ?? ''} and applied ${position ?? ''}`
    : 'its transactions are not known';
}

/** One that has received more than the candidate cannot follow it. */
export const cannotFollowByGtid = (candidate: RestFacts, other: RestFacts): string | undefined =>
  (aheadByGtid(candidate, other) ?? -1) >= 0 ? undefined : 'it may have transactions that the new primary has not';

/**
 * Counts what the binary logs below `$DATA` hold behind what the candidate has; an interrupted last transaction is counted, too. `program` reads logs, `from` is its option for that, and `each`
 * matches a line of each transaction.
 */
export const lostInLogs = (program: string, from: string, each: string): string =>
  [
    String.raw`fact() { printf '%s\n' "$FACTS" | sed -n "s/^$1=//p" | head -n 1; }`,
    'unknown() { echo "why=$1"; exit 1; }',
    `command -v ${program} > /dev/null || unknown "its image has no ${program}"`,
    'index="$(ls "$DATA"/*.index 2> /dev/null | grep -v relay)"; [ -n "$index" ] || unknown "there is no index of its binary logs"',
    'logs="$(sed "s#^\\./#$DATA/#; t; s#^\\([^/]\\)#$DATA/\\1#" $index)"',
    '[ -n "$logs" ] || unknown "its binary logs are not below its data directory"',
    'for log in $logs; do [ -r "$log" ] || unknown "$log cannot be read"; done',
    `read_logs() { ${program} ${from}="$(fact position)" $logs; }`,
    `end="$(read_logs 2>&1 > /dev/null | grep -i '^error' | grep -vi 'could not read entry' | tail -n 1)"`,
    // So mariadb-binlog says that the logs hold nothing behind the position.
    'case "$end" in *"never reached expected GTID state"*) echo transactions=0; exit 0 ;; esac',
    '[ -z "$end" ] || unknown "$end"',
    `echo "transactions=$(read_logs 2> /dev/null | grep -c ${each})"`,
  ].join('\n');
