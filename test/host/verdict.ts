/** One test that ran inside the extension host. */
export interface HostTest {
  /** Its suites and itself. */
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'pending';
  /** Why it failed. */
  readonly error?: string;
}

/** What the tests inside the extension host write at their end. */
export interface Verdict {
  readonly tests: readonly HostTest[];
}

/** The environment variable that names the file for the {@link Verdict}. */
export const VERDICT_FILE = 'PLINTH_VERDICT_FILE';
