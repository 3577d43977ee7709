import type { Position } from 'vscode-languageserver-types';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** How many line breaks `text` holds: `\n`, `\r\n` and, as the language server protocol has it, a lone `\r`. */
export function countLineBreaks(text: string): number {
  let count = 0;
  if (text.includes('\r')) {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) !== LINE_FEED)) count += 1;
    }
    return count;
  }
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Offsets and positions of one text, both in UTF-16 units and counted from zero. */
export class LineTable {
  readonly #text: string;
  readonly #starts: Uint32Array;

  constructor(text: string) {
    this.#text = text;
    this.#starts = new Uint32Array(countLineBreaks(text) + 1);
    let line = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) !== LINE_FEED)) {
        line += 1;
        this.#starts[line] = at + 1;
      }
    }
  }

  /** The offset where `line` begins; the end of the text for lines behind it. */
  lineStart(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }

  /** The offset where the content of `line` ends, before its line break. */
  lineEnd(line: number): number {
    if (line + 1 >= this.#starts.length) return this.#text.length;
    let end = this.lineStart(line + 1) - 1;
    if (this.#text.charCodeAt(end) === LINE_FEED && this.#text.charCodeAt(end - 1) === CARRIAGE_RETURN) end -= 1;
    return Math.max(end, this.lineStart(line));
  }

  /** The line in which `offset` lies. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.lineStart(middle) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  /** The position of `offset`; an offset inside a line break counts as the end of its line. */
  positionAt(offset: number): Position {
    const line = this.lineAt(offset);
    const end = Math.min(Math.max(offset, 0), this.lineEnd(line));
    return { line, character: end - this.lineStart(line) };
  }

  /** The offset of a position; a character behind the line's content counts as the end of the line. */
  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    if (position.line >= this.#starts.length) return this.#text.length;
    return Math.min(this.lineStart(position.line) + Math.max(position.character, 0), this.lineEnd(position.line));
  }
}
