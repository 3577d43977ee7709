import type { Space } from './kubelet-stats.ts';

/** The command that tells how full the file system at a path is, in a form that every `df` shares. */
export function diskFreeCommand(path: string): readonly string[] {
  return ['df', '-P', '-k', path];
}

/**
 * Reads what `df -P -k` printed; undefined for anything else.
 * Source: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/df.html (-P: portable output, -k: units of 1024 bytes)
 */
export function readDiskFree(output: string): Space | undefined {
  const [, line = ''] = output.trim().split('\n');
  const match = /\s(\d+)\s+(\d+)\s+(-?\d+)\s+\d+%\s+\S/u.exec(line);
  return match === null
    ? undefined
    : { used: Number(match[2]) * 1024, available: Math.max(0, Number(match[3])) * 1024 };
}
