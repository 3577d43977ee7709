/**
 * Whether a command of a shell script runs each time the script runs. Structure only, no interpretation: whatever looks like a guard
 * counts as one, so «unconditional» can be relied upon.
 */

const OPENERS = new Set(['if', 'case', 'while', 'until', 'for', 'select', '{']);
const CLOSERS = new Set(['fi', 'esac', 'done', '}']);
/** Commands in front of `&&` that only prepare: what follows runs in the ordinary course of things. */
const PREPARATIONS =
  /^\s*(?:set|cd|mkdir|echo|printf|chown|chmod|sleep|export|umask|true|:|sync|ls|date|pwd|id|touch|cp|mv|rm|sudo|apk|apt|apt-get)\b/u;

/** True when nothing decides whether the command at `offset` runs. */
export function isUnconditional(script: string, offset: number): boolean {
  const before = withoutQuotesAndComments(script.slice(0, offset));
  if (depthAt(before) > 0 || mayHaveLeft(before)) return false;
  const statement = before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf(';')) + 1);
  if (statement.includes('||')) return false;
  return statement
    .split('&&')
    .slice(0, -1)
    .every((part) => PREPARATIONS.test(part));
}

/** True when the script goes on although the command that begins at `offset` fails: `initdb … || true`. */
export function isFailureExpected(script: string, offset: number): boolean {
  const rest = withoutQuotesAndComments(script.slice(offset));
  const end = rest.search(/[\n;]/u);
  return (end < 0 ? rest : rest.slice(0, end)).includes('||');
}

/** Quoted text and comments become spaces; the length stays. */
function withoutQuotesAndComments(script: string): string {
  return script
    .replace(/\\\n/gu, '  ')
    .replace(/'[^']*'|"(?:\\.|[^"\\])*"|(?<=^|\s)#[^\n]*/gu, (text) => ' '.repeat(text.length));
}

/** How many control structures and groups are open at the end of the text. */
function depthAt(text: string): number {
  let depth = 0;
  for (const part of text.split(/[\n;&|]+|\b(?:then|do|else|elif)\b/u)) {
    for (const word of part.trim().split(/\s+/u)) {
      if (OPENERS.has(word)) depth += 1;
      else if (CLOSERS.has(word)) depth -= 1;
      // Only words in front of a command are keywords: `echo if` opens nothing.
      if (!OPENERS.has(word) && !CLOSERS.has(word) && !/^(?:!|time|\w+\(\))$/u.test(word)) break;
    }
  }
  return depth + heredocsOpen(text);
}

function heredocsOpen(text: string): number {
  const opened = [...text.matchAll(/<<-?\s*\\?(\w+)/gu)];
  return opened.filter(([, end]) => end !== undefined && !new RegExp(`\\n\\s*${end}\\s*(?:\\n|$)`, 'u').test(text))
    .length;
}

/** The script may have ended before: `[ -s "$PGDATA/PG_VERSION" ] && exit 0`. */
function mayHaveLeft(text: string): boolean {
  return /(?:^|[\s;&|])(?:exit|return|exec)(?:$|[\s;&|])/u.test(text);
}
