import { Fragment } from './fragment.ts';
import { blockText, scalarText } from './scalar-text.ts';
import type { Context } from './scalar-text.ts';
import type { Style } from './style.ts';
import { isCommented, isList, isMap, isPlaceholder, isPlainSyntax, uncommented } from './value.ts';
import type { EditValue } from './value.ts';

/** True for a value that takes lines of its own in block style; the others fit behind a colon. */
export function needsLines(value: EditValue): boolean {
  const bare = uncommented(value);
  if (typeof bare === 'string') return blockText(bare) !== undefined;
  if (isList(bare)) return bare.length > 0;
  return isMap(bare) && Object.keys(bare).length > 0;
}

/** Writes values in block style, indented as the document's author does. */
export class BlockWriter {
  readonly #style: Style;

  constructor(style: Style) {
    this.#style = style;
  }

  /** `key: value`, the following lines indented to `column`; the first line is up to the caller. */
  entry(key: string, value: EditValue, column: number): Fragment {
    const fragment = this.#comments(value, column);
    return fragment.write(`${scalarText(key, 'block', this.#style)}:`).add(this.afterKey(value, column));
  }

  /** What stands behind `key:`, the space or line break included. */
  afterKey(value: EditValue, column: number): Fragment {
    if (!needsLines(value)) return Fragment.of(' ').add(this.inline(value));
    const { header, lines } = this.below(value, column);
    return Fragment.of(header === '' ? '' : ` ${header}`).add(lines);
  }

  /** A value below its key at `column`: what stays on the key's line, and the lines, which begin with a line break. */
  below(value: EditValue, column: number): { header: string; lines: Fragment } {
    const bare = uncommented(value);
    const deeper = column + this.#style.indent;
    if (typeof bare === 'string') return this.textBlock(bare, deeper);
    const start = isList(bare) && !this.#style.indentedLists ? column : deeper;
    return { header: '', lines: Fragment.of(this.#newLine(start)).add(this.collection(bare, start)) };
  }

  /** `|` and its lines at `column`. */
  textBlock(value: string, column: number): { header: string; lines: Fragment } {
    const block = blockText(value) ?? { header: '', lines: [] };
    const lines = block.lines.map((line) => (line === '' ? this.#style.lineBreak : this.#newLine(column) + line));
    return { header: block.header, lines: Fragment.of(lines.join('')) };
  }

  /** A map or list whose first line begins where the caller stands, in column `column`. */
  collection(value: EditValue, column: number): Fragment {
    const bare = uncommented(value);
    const parts = isList(bare)
      ? bare.map((item) => this.item(item, column, 2))
      : Object.entries(isMap(bare) ? bare : {}).map(([key, item]) => this.entry(key, item, column));
    const fragment = new Fragment();
    parts.forEach((part, index) => fragment.write(index === 0 ? '' : this.#newLine(column)).add(part));
    return fragment;
  }

  /** `- value` with the dash at `column`, the value `width` columns further. */
  item(value: EditValue, column: number, width: number): Fragment {
    const fragment = this.#comments(value, column).write(`-${' '.repeat(width - 1)}`);
    const bare = uncommented(value);
    if (!needsLines(bare)) return fragment.add(this.inline(bare));
    if (typeof bare === 'string') {
      const { header, lines } = this.textBlock(bare, column + width);
      return fragment.write(header).add(lines);
    }
    return fragment.add(this.collection(bare, column + width));
  }

  /** A value that fits on one line, as it stands in block style. */
  inline(value: EditValue): Fragment {
    return writeFlow(value, this.#style, 'block');
  }

  #newLine(column: number): string {
    return this.#style.lineBreak + ' '.repeat(column);
  }

  #comments(value: EditValue, column: number): Fragment {
    const fragment = new Fragment();
    for (let current = value; isCommented(current); current = current.value) {
      for (const line of current.comment.split('\n')) fragment.write(`# ${line}`.trimEnd() + this.#newLine(column));
    }
    return fragment;
  }
}

/** How a value in braces or brackets is written. */
export interface FlowOptions {
  /** JSON's quotes everywhere. */
  readonly json?: boolean;
  /** Each entry on a line of its own: the line break with the indentation of this level, and what each level adds. */
  readonly lines?: { readonly newLine: string; readonly step: string };
}

/** A value in one piece: a scalar, or a map or list in braces or brackets. Comments are left out. */
export function writeFlow(
  value: EditValue,
  style: Style,
  context: Context = 'flow',
  options: FlowOptions = {},
): Fragment {
  const bare = uncommented(value);
  if (isPlaceholder(bare)) {
    const typed = options.json ? isJsonWord(bare.text) : isPlainSyntax(bare.text);
    return new Fragment().hole(bare, typed ? bare.text : JSON.stringify(bare.text));
  }
  if (!isList(bare) && !isMap(bare)) {
    return Fragment.of(options.json ? JSON.stringify(bare) : scalarText(bare, context, style));
  }
  const inner = options.lines && { ...options, lines: deeper(options.lines) };
  const parts = isList(bare)
    ? bare.map((item) => writeFlow(item, style, 'flow', inner ?? options))
    : Object.entries(bare).map(([key, item]) => writeFlowEntry(key, item, style, inner ?? options));
  const [left, right] = isList(bare) ? '[]' : '{}';
  if (parts.length === 0) return Fragment.of(`${left}${right}`);
  const space = isMap(bare) && style.spacedBraces && !options.json ? ' ' : '';
  const fragment = Fragment.of(`${left}${inner?.lines ? inner.lines.newLine : space}`);
  parts.forEach((part, index) => {
    fragment.write(index === 0 ? '' : inner?.lines ? `,${inner.lines.newLine}` : ', ').add(part);
  });
  return fragment.write(`${options.lines ? options.lines.newLine : space}${right}`);
}

/** `key: value` inside braces. */
export function writeFlowEntry(key: string, value: EditValue, style: Style, options: FlowOptions = {}): Fragment {
  const name = options.json ? JSON.stringify(key) : scalarText(key, 'flow', style);
  return Fragment.of(`${name}: `).add(writeFlow(value, style, 'flow', options));
}

function deeper(lines: { newLine: string; step: string }): { newLine: string; step: string } {
  return { newLine: lines.newLine + lines.step, step: lines.step };
}

function isJsonWord(text: string): boolean {
  return /^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?)$/.test(text);
}
