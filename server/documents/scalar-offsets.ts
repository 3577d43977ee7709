import type { ScalarNode } from './syntax.ts';

/**
 * Where each UTF-16 unit of a scalar's decoded text stands in the document, and, as the last element, where the text ends.
 * Undefined for what is no string. The decoding follows the YAML library's, and is compared with its result: should the two ever
 * differ, there are no offsets rather than wrong ones.
 */
export function scalarOffsets(text: string, node: ScalarNode): Uint32Array | undefined {
  if (typeof node.value !== 'string') return undefined;
  const decoder = new Decoder(text, node);
  if (node.style === 'literal' || node.style === 'folded') decoder.block(node.value);
  else if (node.style === 'double') decoder.double();
  else if (node.style === 'single') decoder.single();
  else decoder.folded(node.start, node.end);
  if (decoder.decoded !== node.value) return undefined;
  return Uint32Array.from([...decoder.offsets, decoder.end]);
}

const ESCAPES: Record<string, string> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};

/** Decodes one scalar (YAML 1.2.2, chapters 7.3 and 8.1) and remembers where every unit came from. */
class Decoder {
  decoded = '';
  readonly offsets: number[] = [];
  end: number;
  readonly #text: string;
  readonly #node: ScalarNode;

  constructor(text: string, node: ScalarNode) {
    this.#text = text;
    this.#node = node;
    this.end = node.end;
  }

  #copy(start: number, end: number): void {
    this.decoded += this.#text.slice(start, end);
    for (let at = start; at < end; at += 1) this.offsets.push(at);
  }

  #put(units: string, offset: number): void {
    this.decoded += units;
    for (let count = units.length; count > 0; count -= 1) this.offsets.push(offset);
  }

  /** The lines of [start, end), without their breaks. */
  #lines(start: number, end: number): [start: number, end: number][] {
    const lines: [number, number][] = [];
    for (let at = start; ;) {
      const feed = this.#text.indexOf('\n', at);
      if (feed < 0 || feed >= end) {
        lines.push([at, end]);
        return lines;
      }
      lines.push([at, feed > at && this.#text[feed - 1] === '\r' ? feed - 1 : feed]);
      at = feed + 1;
    }
  }

  #skipBlanks(at: number, end: number): number {
    let next = at;
    while (next < end && (this.#text[next] === ' ' || this.#text[next] === '\t')) next += 1;
    return next;
  }

  #trimBlanks(start: number, end: number): number {
    let last = end;
    while (last > start && (this.#text[last - 1] === ' ' || this.#text[last - 1] === '\t')) last -= 1;
    return last;
  }

  /** Line folding of plain and single-quoted scalars: a break is a space, blank lines are breaks. */
  folded(start: number, end: number): void {
    const lines = this.#lines(start, end);
    const [first] = lines;
    if (!first || lines.length === 1) {
      this.#copy(start, end);
      return;
    }
    let at = this.#trimBlanks(first[0], first[1]);
    this.#copy(first[0], at);
    let separator = ' ';
    lines.slice(1).forEach(([from, to], index) => {
      const last = index === lines.length - 2;
      const begin = this.#skipBlanks(from, to);
      const finish = last ? to : this.#trimBlanks(begin, to);
      if (begin === finish && !last) {
        if (separator === '\n') this.#put('\n', at);
        else separator = '\n';
        return;
      }
      this.#put(separator, at);
      this.#copy(begin, finish);
      at = finish;
      separator = ' ';
    });
  }

  single(): void {
    this.folded(this.#node.start + 1, this.#node.end - 1);
    this.end = this.#node.end - 1;
    const units = this.decoded;
    const offsets = this.offsets.splice(0);
    this.decoded = '';
    for (let at = 0; at < units.length; at += 1) {
      this.#put(units[at] ?? '', offsets[at] ?? 0);
      if (units[at] === "'" && units[at + 1] === "'") at += 1;
    }
  }

  double(): void {
    const end = this.#node.end - 1;
    this.end = end;
    for (let at = this.#node.start + 1; at < end;) {
      const unit = this.#text[at];
      if (unit === '\\') at = this.#escape(at);
      else if (unit === ' ' || unit === '\t') {
        const next = this.#skipBlanks(at, end);
        if (!this.#breakAt(next)) this.#copy(at, next);
        at = next;
      } else if (this.#breakAt(at)) at = this.#foldBreaks(at, end);
      else {
        this.#copy(at, at + 1);
        at += 1;
      }
    }
  }

  #breakAt(at: number): number {
    if (this.#text[at] === '\n') return 1;
    return this.#text[at] === '\r' && this.#text[at + 1] === '\n' ? 2 : 0;
  }

  #foldBreaks(start: number, end: number): number {
    let at = start + this.#breakAt(start);
    let breaks = 0;
    for (;;) {
      const next = this.#skipBlanks(at, end);
      const length = this.#breakAt(next);
      if (length === 0) {
        this.#put(breaks === 0 ? ' ' : '\n'.repeat(breaks), start);
        return next;
      }
      breaks += 1;
      at = next + length;
    }
  }

  #escape(at: number): number {
    const code = this.#text[at + 1] ?? '';
    const lineBreak = this.#breakAt(at + 1);
    if (lineBreak > 0) return this.#skipBlanks(at + 1 + lineBreak, this.#node.end - 1);
    const length = { x: 2, u: 4, U: 8 }[code];
    if (length !== undefined) {
      const point = parseInt(this.#text.slice(at + 2, at + 2 + length), 16);
      if (point <= 0x10ffff) this.#put(String.fromCodePoint(point), at);
      return at + 2 + length;
    }
    this.#put(ESCAPES[code] ?? `\\${code}`, at);
    return at + 2;
  }

  /** `|` and `>`: the indentation goes, the end is as the header says. */
  block(value: string): void {
    const { start, end, style } = this.#node;
    const [, ...lines] = this.#lines(start, end);
    const indent = this.#blockIndent(lines, value);
    const literal = style === 'literal';
    let separator = '';
    let at = end;
    let moreIndented = false;
    for (const [from, to] of lines) {
      const begin = Math.min(from + indent, to);
      const blank = this.#text.slice(from, to).trim() === '' && to - from <= indent;
      if (literal) {
        this.#put(separator, at);
        this.#copy(begin, to);
        separator = '\n';
      } else if (blank) {
        if (separator === '\n' || this.decoded === '') this.#put('\n', at === end ? from : at);
        else separator = '\n';
      } else if (this.#text[begin] === ' ' || this.#text[begin] === '\t') {
        if (separator === ' ') separator = '\n';
        else if (!moreIndented && separator === '\n') separator = '\n\n';
        this.#put(separator, at);
        this.#copy(begin, to);
        separator = '\n';
        moreIndented = true;
      } else {
        this.#put(separator, at);
        this.#copy(begin, to);
        separator = ' ';
        moreIndented = false;
      }
      at = to;
    }
    // What remains are the line breaks at the end, of which the header says how many count.
    if (value.startsWith(this.decoded)) this.#put(value.slice(this.decoded.length), end);
  }

  /** The indentation that all lines lose: that of the first line with content, less the spaces that its decoded text keeps. */
  #blockIndent(lines: readonly [number, number][], value: string): number {
    const kept = /^\n*( *)/.exec(value)?.[1]?.length ?? 0;
    for (const [from, to] of lines) {
      const content = this.#text.slice(from, to);
      if (content.trim() !== '') return content.length - content.trimStart().replace(/^\t/, '\t').length - kept;
    }
    return 0;
  }
}
