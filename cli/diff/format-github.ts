import type { DiffReport } from './diff.ts';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' } as const;

/** Workflow commands that GitHub shows beside the lines. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
export function formatGitHub({ comparisons, shown }: DiffReport): string {
  return comparisons
    .flatMap(({ findings }) => findings)
    .map(({ rule, severity, message, uri, range }) => {
      const properties = {
        file: shown(uri),
        line: String(range.start.line + 1),
        col: String(range.start.character + 1),
        endLine: String(range.end.line + 1),
        title: `plinth ${rule}`,
      };
      const written = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
      return `::${COMMANDS[severity]} ${written.join(',')}::${escaped(message)}\n`;
    })
    .join('');
}

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
