import type { Colors } from 'picocolors/types';
import type { Comparison } from '../../server/changes/compare.ts';
import { formatFinding } from '../format-text.ts';
import type { DiffReport } from './diff.ts';

/** The report for people: for each database whose manifests differ, what applying them would do. */
export function formatDiff(report: DiffReport, colors: Colors): string {
  const since = `since ${report.base} (${report.commit.slice(0, 10)})`;
  if (report.comparisons.length === 0) return `${colors.green('No database changes')} ${since}.\n`;
  const blocks = report.comparisons.map((one) => block(one, report, colors));
  const endangered = report.comparisons.filter(({ findings }) => findings.length > 0).length;
  const sum = `${count(report.comparisons.length, 'database changes', 'databases change')} ${since}, ${
    endangered === 0 ? 'none of them at risk' : colors.red(`${String(endangered)} of them at risk`)
  }.`;
  return `${[...blocks, sum].join('\n\n')}\n`;
}

function block(one: Comparison, report: DiffReport, colors: Colors): string {
  const where = one.namespace === undefined ? '' : ` in ${one.namespace}`;
  const head = `${colors.bold(one.object)}${where} ${colors.dim(`${one.engine}, ${report.shown(one.uri)}`)}`;
  const findings = one.findings.map((finding) =>
    formatFinding(finding, textFor(one, finding.uri, report), report, colors),
  );
  const effects = one.effects.map((text) => `  ${colors.blue('·')} ${text}`).join('\n');
  return [head, ...(effects === '' ? [] : [effects]), ...findings].join('\n');
}

/** The line stands no more where a database is gone. */
const textFor = ({ isRemoved }: Comparison, uri: string, { textOf }: DiffReport): string | undefined =>
  isRemoved ? undefined : textOf(uri);

const count = (number: number, one: string, many: string): string => `${String(number)} ${number === 1 ? one : many}`;
