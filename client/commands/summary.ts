import type { LintWorkspaceResult } from '../../server/protocol/messages.ts';

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** One sentence for what was found. */
export function sentence({
  files,
  databases,
  findings,
}: Pick<LintWorkspaceResult, 'files' | 'databases' | 'findings'>): string {
  const where = `${count(databases, 'database')} in ${count(files, 'file')}`;
  return findings === 0 ? `No risks found: ${where}.` : `${count(findings, 'risk')} found: ${where}.`;
}
