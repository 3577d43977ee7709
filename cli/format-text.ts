import { codeFrameColumns } from '@babel/code-frame';
import type { Colors } from 'picocolors/types';
import { safeFix } from '../server/linter/fixing.ts';
import type { Finding } from '../server/linter/finding.ts';
import type { Severity } from '../server/rules/rule.ts';
import { SEVERITIES } from './report.ts';
import type { LintReport } from './report.ts';

const WORDS: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['information', 'informations'],
  hint: ['hint', 'hints'],
};

/** The report for people: grouped by file, each finding with the lines that it is about, and a sum at the end. */
export function formatText(report: LintReport, colors: Colors): string {
  const uris = [...new Set(report.findings.map(({ uri }) => uri))];
  const blocks = uris.map((uri) => {
    const findings = report.findings.filter((finding) => finding.uri === uri);
    const text = report.textOf(uri);
    const body = findings.map((finding) => formatFinding(finding, text, report, colors));
    return `${colors.underline(colors.bold(report.shown(uri)))}\n\n${body.join('\n\n')}\n`;
  });
  return [...blocks, `${summary(report, colors)}\n`].join('\n');
}

/** One finding, with the lines that it is about where their text is known. */
export function formatFinding(
  finding: Finding,
  text: string | undefined,
  report: Pick<LintReport, 'shown'>,
  colors: Colors,
): string {
  const paint = painter(finding.severity, colors);
  const place = `${finding.range.start.line + 1}:${finding.range.start.character + 1}`;
  const head = `${paint(WORDS[finding.severity][0])} ${colors.bold(finding.rule)} ${colors.dim(`${finding.object} at ${place}`)}`;
  const lines = [`  ${head}`, `  ${finding.message}`];
  if (text !== undefined) lines.push(frame(finding, text));
  for (const { uri, range, message } of finding.related) {
    lines.push(colors.dim(`    see ${report.shown(uri)}:${range.start.line + 1}: ${message}`));
  }
  const safe = safeFix(finding);
  const fix = safe ?? finding.fixes[0];
  if (fix) lines.push(colors.dim(safe ? `    --fix: ${fix.title}` : `    in the editor: ${fix.title}`));
  return lines.join('\n');
}

/** The line of the finding with one above and below, the place underlined. */
function frame({ range }: Finding, text: string): string {
  const start = { line: range.start.line + 1, column: range.start.character + 1 };
  const sameLine = range.end.line === range.start.line;
  const end = { line: range.end.line + 1, column: Math.max(range.end.character, sameLine ? start.column : 1) };
  const location =
    sameLine && end.column >= start.column ? { start, end: { ...end, column: end.column + 1 } } : { start };
  const drawn = codeFrameColumns(text, location, { linesAbove: 1, linesBelow: 1, highlightCode: false });
  return drawn
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

function summary({ findings, files, databases, durationMs }: LintReport, colors: Colors): string {
  const read = `${count(files, 'file', 'files')}, ${count(databases, 'database', 'databases')}, ${durationMs} ms`;
  if (findings.length === 0) return `${colors.green('No findings')} in ${read}.`;
  const sums = SEVERITIES.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [painter(severity, colors)(count(number, ...WORDS[severity]))];
  });
  const fixable = findings.filter((finding) => safeFix(finding)).length;
  const hint = fixable === 0 ? '' : ` ${fixable} can be mended with --fix.`;
  return `${sums.join(', ')} in ${read}.${hint} \`plinth explain RULE\` says why and what to do.`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function painter(severity: Severity, colors: Colors): (text: string) => string {
  return { error: colors.red, warning: colors.yellow, info: colors.blue, hint: colors.dim }[severity];
}
