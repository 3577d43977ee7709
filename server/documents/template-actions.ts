/** What a template action does to the text around it: puts text there, decides what of it stays, or nothing that matters here. */
export type ActionRole = 'output' | 'control' | 'silent';

/** One `{{ … }}` of a Go template. */
export interface TemplateAction {
  readonly start: number;
  readonly end: number;
  readonly role: ActionRole;
  /** The column to which `indent` or `nindent` moves the output; undefined where the action does not say. */
  readonly indent: number | undefined;
}

/**
 * The template actions of a text, in order. One that is not closed, as while it is typed, ends with its line.
 * Syntax: https://pkg.go.dev/text/template#hdr-Actions
 */
export function findActions(text: string): TemplateAction[] {
  const actions: TemplateAction[] = [];
  for (let start = text.indexOf('{{'); start >= 0;) {
    const end = endOfAction(text, start);
    const content = text.slice(start + 2, end).replace(/^-?\s*/, '');
    const indent = /\|\s*n?indent\s+(\d+)/.exec(content)?.[1] ?? /^n?indent\s+(\d+)/.exec(content)?.[1];
    actions.push({ start, end, role: roleOf(content), indent: indent === undefined ? undefined : Number(indent) });
    start = text.indexOf('{{', end);
  }
  return actions;
}

function roleOf(content: string): ActionRole {
  if (
    content.startsWith('/*') ||
    /^(end|define|break|continue)\b/.test(content) ||
    /^\$\w*(\s*,\s*\$\w+)?\s*:?=/.test(content)
  ) {
    return 'silent';
  }
  return /^(if|else|range|with|block)\b/.test(content) ? 'control' : 'output';
}

function endOfAction(text: string, start: number): number {
  if (/^\{\{-?\s*\/\*/.test(text.slice(start, start + 16))) {
    const comment = text.indexOf('*/', start);
    const close = comment < 0 ? -1 : text.indexOf('}}', comment);
    return close < 0 ? endOfLine(text, start) : close + 2;
  }
  // Strings may hold braces of their own; a quote without its pair, as in half-typed text, ends with its line.
  const parts = /"(?:\\.|[^"\\\n])*"|`[^`]*`|\}\}|\{\{/g;
  parts.lastIndex = start + 2;
  for (let part = parts.exec(text); part; part = parts.exec(text)) {
    if (part[0] === '}}') return parts.lastIndex;
    if (part[0] === '{{') break;
  }
  const line = endOfLine(text, start);
  const close = text.indexOf('}}', start);
  return close >= 0 && close < line ? close + 2 : line;
}

function endOfLine(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  if (feed < 0) return text.length;
  return text[feed - 1] === '\r' ? feed - 1 : feed;
}
