import type { Refusal } from '../runner/step.ts';

/** What a look before a plan found. What one cannot see is a warning that says so, never a refusal by itself. */
export interface Findings {
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
}

/** All findings, in their order. */
export const together = (findings: readonly Findings[]): Findings => ({
  refusals: findings.flatMap(({ refusals }) => refusals),
  warnings: [...new Set(findings.flatMap(({ warnings }) => warnings))],
});
