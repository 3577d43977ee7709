/** Exit codes of the commands on operations; docs/cli.md says more of each. */
export const EXIT = {
  /** What was asked for is done. */
  done: 0,
  /** The cluster could not be read or written. */
  trouble: 1,
  /** It cannot run as it was asked. */
  usage: 2,
  /** Refused: nothing was changed. */
  refused: 3,
  /** It failed, and all is as before. */
  rolledBack: 4,
  /** A person must act. */
  attention: 5,
  /** Taken back at a person's wish. */
  cancelled: 6,
  /** Another operation runs on this database. */
  another: 7,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
