import type { MemberAnswer } from '../../../engines/model/live.ts';
import type { Entry } from './entry.ts';
import type { AskLimits } from './limits.ts';

/** Milliseconds between two questions to a member that answers. */
export function paceOf({ member }: Entry, limits: AskLimits, isStirred: boolean): number {
  const pace = isStirred ? limits.stirred : member.replicated ? limits.often : limits.seldom;
  return Math.max(pace, (member.engine.live?.pause ?? 0) * 1000);
}

/** Milliseconds until the next attempt after `failures` in a row: doubled each time. */
export function pauseAfter(failures: number, pace: number, limits: AskLimits): number {
  return Math.min(Math.max(limits.longestPause, pace), pace * 2 ** Math.min(failures, 16));
}

/**
 * How overdue a member is, in its own paces; the largest comes first. A standby that its primary saw stream lately counts by the longest
 * pause: it cannot accept writes, its lag is known from the primary, and as soon as the primary misses it, it counts like all others.
 */
export function urgency(
  entry: Entry,
  now: number,
  pace: number,
  limits: AskLimits,
  siblings: readonly Entry[],
): number {
  if (entry.wanted) return Infinity;
  const weight = isSeenStreaming(entry, now, limits, siblings) ? Math.max(pace, limits.longestPause) : pace;
  return ((now - entry.due) / weight) * worth(entry);
}

/** The answer of a primary stands for all followers that it sees stream and that cannot write: the more, the sooner it is asked. */
function worth({ member, known }: Entry): number {
  if (member.engine.live?.followersCannotWrite !== true || known.answer?.role !== 'primary') return 1;
  const streaming = known.answer.followers?.filter(({ state }) => state === 'streaming') ?? [];
  return Math.min(10, 1 + streaming.length);
}

function isSeenStreaming(
  { member, known }: Entry,
  now: number,
  limits: AskLimits,
  siblings: readonly Entry[],
): boolean {
  if (member.engine.live?.followersCannotWrite !== true || known.answer?.role !== 'replica') return false;
  return siblings.some(
    ({ known: { answer, asked } }) =>
      answer?.role === 'primary' &&
      now - (asked.at ?? 0) <= 2 * limits.seldom &&
      answer.followers?.some(
        ({ name, address, state }) =>
          state === 'streaming' && (name === member.pod || (address !== undefined && address === member.address)),
      ) === true,
  );
}

/** True when roles may have moved between two answers of one member: its own role, or a follower that its primary sees no more. */
export function isChange(before: MemberAnswer, after: MemberAnswer): boolean {
  const lost = (before.followers?.length ?? 0) > (after.followers?.length ?? 0);
  return lost || before.role !== after.role || before.writable !== after.writable;
}

/** True when two members of a database that has one writer say that they accept writes. */
export function hasTwoWriters(siblings: readonly Entry[]): boolean {
  const writers = siblings.filter(({ known, member }) => {
    const { answer } = known;
    return (
      answer?.writable === true && answer.role !== 'member' && member.engine.live?.singleWriter(member.context) === true
    );
  });
  return writers.length > 1;
}
