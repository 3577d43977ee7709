import { docsPath } from '../../server/linter/finding.ts';
import type { DiffReport } from './diff.ts';

/** The report for machines; lines and columns count from 1, as those of `plinth lint` do. */
export function formatDiffJson({ comparisons, base, commit, shown }: DiffReport): string {
  const databases = comparisons.map(({ object, namespace, engine, uri, isRemoved, findings, effects }) => ({
    object,
    ...(namespace === undefined ? {} : { namespace }),
    engine,
    file: shown(uri),
    removed: isRemoved,
    effects,
    findings: findings.map(({ rule, severity, message, uri: place, range }) => ({
      rule,
      severity,
      message,
      file: shown(place),
      line: range.start.line + 1,
      column: range.start.character + 1,
      endLine: range.end.line + 1,
      endColumn: range.end.character + 1,
      docs: docsPath(rule),
    })),
  }));
  return `${JSON.stringify({ base, commit, databases }, undefined, 2)}\n`;
}
