import { docsPath } from '../../server/linter/finding.ts';
import type { DiffReport } from './diff.ts';

const MARKS = { error: '🛑', warning: '⚠️', info: 'ℹ️', hint: '💡' } as const;

/** A comment for a pull request. Nothing of a manifest but names and places is in it. */
export function formatMarkdown({ comparisons, base, commit, shown }: DiffReport): string {
  const since = `\`${base}\` (${commit.slice(0, 10)})`;
  if (comparisons.length === 0) return `### Plinth: no database changes since ${since}\n`;
  const parts = comparisons.flatMap(({ object, namespace, engine, uri, findings, effects }) => [
    `#### ${engine} \`${object}\`${namespace === undefined ? '' : ` in \`${namespace}\``} <sub>${shown(uri)}</sub>`,
    [
      ...effects.map((text) => `- ${text}`),
      ...findings.map(
        ({ severity, rule, message, uri: place, range }) =>
          `- ${MARKS[severity]} **${rule}** at \`${shown(place)}:${String(range.start.line + 1)}\`: ${message}`,
      ),
    ].join('\n'),
  ]);
  const rules = [...new Set(comparisons.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].sort();
  const pages = rules.length === 0 ? [] : [`Pages: ${rules.map((rule) => `\`${docsPath(rule)}\``).join(', ')}`];
  return `${[`### Plinth: what applying this would do to databases, since ${since}`, ...parts, ...pages].join('\n\n')}\n`;
}
