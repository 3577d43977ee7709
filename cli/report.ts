import type { SourceFile } from '../server/documents/index.ts';
import type { KnownFinding } from '../server/linter/baseline.ts';
import type { Finding } from '../server/linter/finding.ts';
import type { Severity } from '../server/rules/rule.ts';

/** Everything that a run of `plinth lint` found. */
export interface LintReport {
  readonly findings: readonly Finding[];
  /** Manifest files that were read. */
  readonly files: number;
  readonly databases: number;
  readonly durationMs: number;
  /** The text of a file, for code frames. */
  readonly textOf: (uri: string) => string | undefined;
  /** A file as it was read. */
  readonly fileOf: (uri: string) => SourceFile | undefined;
  /** How a file was named on the command line. */
  readonly shown: (uri: string) => string;
  /** The text of standard input, where that was linted. */
  readonly stdinUri?: string;
  /** What baselines took out of the findings, and what they name that is found no more. */
  readonly baseline?: { readonly known: number; readonly gone: readonly KnownFinding[] };
}

/** From loud to quiet. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

export type FailOn = 'error' | 'warning' | 'info' | 'never';

/** Whether any finding is as loud as `failOn`, or louder. */
export function fails(findings: readonly Finding[], failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  const loudest = SEVERITIES.indexOf(failOn);
  return findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= loudest);
}
