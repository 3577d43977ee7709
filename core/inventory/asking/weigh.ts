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
 * How overdue a member is, in its own paces; the largest comes first. A standby that its primary has just seen stream counts by the slow pace:
 * it cannot accept writes, and its lag is known from the primary.
 */
export function urgency(
  entry: Entry,
  now: number,
  pace: number,
  limits: AskLimits,
  siblings: readonly Entry[],
): number {
  if (entry.wanted) return Infinity;
  const weight = isSeenStreaming(entry, now, limits, siblings) ? Math.max(pace, limits.seldom) : pace;
  return (now - entry.due) / weight;
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
      now - (asked.at ?? 0) <= 2 * limits.often &&
      answer.followers?.some(
        ({ name, address, state }) =>
          state === 'streaming' && (name === member.pod || (address !== undefined && address === member.address)),
      ) === true,
  );
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
