/** One thing that a step told while it worked. */
export interface Told {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The step's id. */
  readonly step: string;
  readonly text: string;
  /** As {@link ../../../core/runner/hand.Progress} has them: bytes, bytesPerSecond, lagBytes, lagSeconds. */
  readonly measures?: Readonly<Record<string, number>>;
}
