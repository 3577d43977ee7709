import type { Version } from './engine.ts';

/** Negative where `a` is older. Parts that one of them does not say count as equal. */
export function compareVersions(a: Version, b: Version): number {
  const parts = [
    [a.major, b.major],
    [a.minor, b.minor],
    [a.patch, b.patch],
  ] as const;
  for (const [one, other] of parts) {
    if (one === undefined || other === undefined) return 0;
    if (one !== other) return one - other;
  }
  return 0;
}
