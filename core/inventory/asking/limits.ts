/**
 * How often and how much is asked. Times in milliseconds.
 *
 * What that gives: an exec takes some 0.1 to 0.2 s, so six at once are 30 to 60 answers a second, and 150 to 300 replicated members are seen
 * within {@link AskLimits.often}. Where there are more, each comes later and none starves: the longest overdue, by its own pace, comes first.
 * Of PostgreSQL a primary's answer stands for the standbys that it sees stream, so it comes sooner and they later: with 300 databases of ten
 * members and 0.2 s an exec, simulated, primaries are asked every 10 s by six at once and every 6 s by twenty. Events of pods (a start, a restart,
 * a changed label) move their database to the front, so that two writers that come of them are seen in time at any size; those that come
 * without an event (a promotion by hand inside of a pod) are seen in the next round.
 */
export interface AskLimits {
  /** Execs at once, in all of the context. */
  readonly atOnce: number;
  /** Execs at once on one node: its kubelet serves them. */
  readonly perNode: number;
  /** Pace for members of databases with more than one: with the time that an exec takes, a second writer is seen within 5 s. */
  readonly often: number;
  /** Pace for single ones. */
  readonly seldom: number;
  /** Pace after an event, and how long it holds. */
  readonly stirred: number;
  readonly stirredFor: number;
  /** The longest pause after failures. */
  readonly longestPause: number;
  /** How long a refusal (no right to exec in a namespace) is believed. */
  readonly refusedFor: number;
  /** What the API and the kubelet may take beyond the client's own time. */
  readonly grace: number;
  /** The part of a pace by which it may be shorter, so that members do not march in step. */
  readonly jitter: number;
}

export const DEFAULT_LIMITS: AskLimits = {
  atOnce: 6,
  perNode: 3,
  often: 3500,
  seldom: 15_000,
  stirred: 1500,
  stirredFor: 20_000,
  longestPause: 60_000,
  refusedFor: 60_000,
  grace: 3000,
  jitter: 0.1,
};
