import type { Version } from '../model/engine.ts';

/** No engine has come this far; a larger number is a date or a build (`20231101`, `2023.10`). */
const GREATEST_MAJOR = 99;

/**
 * Reads a version from the head of an image tag: `16.4-alpine` → 16.4, `v8.0.36` → 8.0.36, `8` → 8.
 * Undefined for what says none: `latest`, `alpine`, a date, a commit.
 */
export function readVersion(tag: string): Version | undefined {
  const match = /^v?(\d{1,4})(?:\.(\d+))?(?:\.(\d+))?(?:(?:alpha|beta|rc)\d*)?(?![\da-zA-Z])/u.exec(tag);
  if (!match) return undefined;
  const [, major, minor, patch] = match;
  if (Number(major) > GREATEST_MAJOR) return undefined;
  const text = [major, minor, patch].filter((part) => part !== undefined).join('.');
  return { text, major: Number(major), minor: numberOf(minor), patch: numberOf(patch) };
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Compares a version with `major.minor`: true, false, or undefined where the version does not say enough.
 * An unknown version, or `10` asked about 10.4, cannot be told.
 */
export function isAtLeast(version: Version | undefined, major: number, minor = 0): boolean | undefined {
  if (version === undefined) return undefined;
  if (version.major !== major) return version.major > major;
  if (minor === 0) return true;
  return version.minor === undefined ? undefined : version.minor >= minor;
}
