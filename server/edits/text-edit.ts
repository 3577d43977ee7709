import type { Fragment } from './fragment.ts';

/** An edit of a file: the text between two offsets gives way to `text`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The text with its places to fill in, in the syntax of LSP snippets; absent where there are none. */
  readonly snippetText?: string;
}

/** An edit that writes a fragment; its tab stops are numbered from `firstStop`. */
export function textEdit(start: number, end: number, fragment: Fragment, firstStop: number): TextEdit {
  const { text, holes } = fragment;
  if (holes.length === 0) return { start, end, text };
  let snippetText = '';
  let at = 0;
  holes.forEach((hole, index) => {
    const shown = text.slice(hole.start, hole.end);
    const stop = firstStop + index;
    const body =
      hole.choices.length > 0 ? `${stop}|${hole.choices.map(escapeChoice).join(',')}|` : `${stop}:${escape(shown)}`;
    snippetText += `${escape(text.slice(at, hole.start))}\${${body}}`;
    at = hole.end;
  });
  return { start, end, text, snippetText: snippetText + escape(text.slice(at)) };
}

/** https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#snippet_syntax */
function escape(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

function escapeChoice(text: string): string {
  return text.replace(/[\\$},|]/g, '\\$&');
}
