import type { Version } from './engine.ts';

/** Which versions of an engine have ended. */
export interface Lifecycle {
  readonly source: string;
  /** The day on which the source was last compared, as `2026-11-23`. */
  readonly checked: string;
  /** Versions by what their number begins with, and the day after which nothing is mended; only days before {@link checked}. */
  readonly ended: readonly (readonly [cycle: string, day: string])[];
}

/** The day on which support of this version ended; undefined where it has not, or where that is not known. */
export function endOf(version: Version, { ended }: Lifecycle): string | undefined {
  const fits = ended.filter(([cycle]) => version.text === cycle || version.text.startsWith(`${cycle}.`));
  // The narrowest says it best.
  return fits.sort(([a], [b]) => b.length - a.length)[0]?.[1];
}
