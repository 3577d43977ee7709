import type { Finding } from '../server/linter/finding.ts';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' } as const;

/**
 * A finding as a workflow command: GitHub shows it beside the lines of the pull request.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubAnnotation(
  { rule, severity, message, range }: Pick<Finding, 'severity' | 'message' | 'range'> & { readonly rule: string },
  file: string,
): string {
  const isOneLine = range.start.line === range.end.line;
  const properties = {
    file,
    line: String(range.start.line + 1),
    endLine: String(range.end.line + 1),
    // Columns are for places within one line.
    ...(isOneLine && { col: String(range.start.character + 1), endColumn: String(range.end.character + 1) }),
    title: `plinth ${rule}`,
  };
  const written = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${COMMANDS[severity]} ${written.join(',')}::${escaped(message)}\n`;
}

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
