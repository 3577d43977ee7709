import { MAX_DOCUMENTS } from './limits.ts';

/**
 * What the end of a document says about what may follow: in `prefix` only comments, blank lines and directives were seen, so
 * a `---` would still belong to it; after `ended` (a `...` line) another document begins in any case.
 */
export type EndState = 'prefix' | 'body' | 'ended';

/** One document's place in a text. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly state: EndState;
}

/** True when a line that begins at `at` is the marker (`---` or `...`): three characters, then white space or the end. */
function isMarker(text: string, at: number, marker: '---' | '...'): boolean {
  if (!text.startsWith(marker, at)) return false;
  const next = text[at + 3];
  return next === undefined || next === '\n' || next === '\r' || next === ' ' || next === '\t';
}

/** True when the document text begins with a `---` line. */
export function startsWithMarker(text: string): boolean {
  return isMarker(text, 0, '---');
}

/**
 * Splits a YAML stream at its document borders (YAML 1.2.2, chapter 9). A `---` at the start of a line is a border wherever it
 * stands, in a block scalar too. Comments, blank lines and directives before the first `---` belong to the document that it starts.
 * The text is cut before `---` lines and after `...` lines and nowhere else, so that joined pieces are the text.
 */
export function splitYaml(text: string): Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  let state: EndState = 'prefix';
  for (let line = 0; line < text.length && segments.length <= MAX_DOCUMENTS;) {
    const next = text.indexOf('\n', line) + 1 || text.length;
    const content = line === start && text[line] === '\uFEFF' ? line + 1 : line;
    const first = text[content];
    if (first === '-' && isMarker(text, content, '---')) {
      if (state === 'body') {
        segments.push({ start, end: line, state });
        start = line;
      }
      state = 'body';
    } else if (first === '.' && isMarker(text, content, '...')) {
      segments.push({ start, end: next, state: 'ended' });
      start = next;
      state = 'prefix';
    } else if (state === 'prefix' && !isPrefixLine(text, content, next)) {
      state = 'body';
    }
    line = next;
  }
  if (start < text.length || segments.length === 0) segments.push({ start, end: text.length, state });
  return segments;
}

/** A blank line, a comment or a directive. */
function isPrefixLine(text: string, start: number, end: number): boolean {
  if (text[start] === '%') return true;
  for (let at = start; at < end; at += 1) {
    const character = text[at];
    if (character === '#') return true;
    if (character !== ' ' && character !== '\t' && character !== '\r' && character !== '\n') return false;
  }
  return true;
}

/** Splits a JSON text into its values: `kubectl` reads several, one after the other. Only a value on a line of its own starts anew. */
export function splitJson(text: string): Segment[] {
  const segments: Segment[] = [];
  const interesting = /["{}[\]]/g;
  let start = 0;
  let depth = 0;
  for (let found = interesting.exec(text); found; found = interesting.exec(text)) {
    const character = found[0];
    if (character === '"') {
      interesting.lastIndex = endOfString(text, found.index);
    } else if (character === '{' || character === '[') {
      depth += 1;
    } else {
      depth -= 1;
      if (depth > 0) continue;
      depth = 0;
      const rest = /[ \t\r]*\n/y;
      rest.lastIndex = interesting.lastIndex;
      if (!rest.test(text) || text.slice(rest.lastIndex).trimStart() === '') continue;
      segments.push({ start, end: rest.lastIndex, state: 'ended' });
      start = rest.lastIndex;
      if (segments.length > MAX_DOCUMENTS) break;
    }
  }
  if (start < text.length || segments.length === 0) segments.push({ start, end: text.length, state: 'ended' });
  return segments;
}

/** Behind the closing quote of the JSON string that begins at `start`; at the line's end where it is not closed. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '"') return at + 1;
    else if (character === '\n') return at;
  }
  return text.length;
}
