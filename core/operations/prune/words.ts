import type { KnownBackup } from '../../backups/known.ts';
import type { Verdict } from '../../backups/retention.ts';

/** Of each backup whether it goes, and why: those that go first. */
export function preview(known: readonly KnownBackup[], verdicts: readonly Verdict[]): string[] {
  const of = new Map(known.map((one) => [one.id, one]));
  const line = ({ id, stays, why }: Verdict): string =>
    `${stays ? 'Stays' : 'Goes for good'}: ${id}${described(of.get(id))}: ${why.join('; ')}.`;
  return [...verdicts.filter(({ stays }) => !stays), ...verdicts.filter(({ stays }) => stays)].map(line);
}

function described(backup: KnownBackup | undefined): string {
  if (backup === undefined) return '';
  const { state, method, bytes } = backup;
  const size = bytes === undefined ? [] : [mebibytes(bytes)];
  return ` (${[state, ...(method === undefined ? [] : [method]), ...size].join(', ')})`;
}

function mebibytes(bytes: number): string {
  return bytes < 1024 ** 2 ? `${String(Math.ceil(bytes / 1024))} KiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
