import { docsPath } from '../server/linter/finding.ts';
import { safeFix } from '../server/linter/fixing.ts';
import type { LintReport } from './report.ts';

/** The report as JSON; lines and columns count from 1, and a column counts UTF-16 units. */
export function formatJson(report: LintReport): string {
  const findings = report.findings.map((finding) => ({
    file: report.shown(finding.uri),
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    object: finding.object,
    line: finding.range.start.line + 1,
    column: finding.range.start.character + 1,
    endLine: finding.range.end.line + 1,
    endColumn: finding.range.end.character + 1,
    fixable: safeFix(finding) !== undefined,
    docs: docsPath(finding.rule),
  }));
  const { files, databases, durationMs } = report;
  return `${JSON.stringify({ findings, files, databases, durationMs }, undefined, 2)}\n`;
}
