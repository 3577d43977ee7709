import { scalarOffsets } from '../documents/scalar-offsets.ts';
import type { ScalarNode } from '../documents/syntax.ts';
import type { Page } from './page.ts';
import type { Replacement } from './pieces.ts';
import { columnOf } from './style.ts';

/** Replaces a part of a scalar where it stands; undefined where its way of writing does not allow that. */
export function replacePart(
  page: Page,
  node: ScalarNode,
  span: readonly [number, number],
  text: string,
): Replacement[] | undefined {
  const offsets = scalarOffsets(page.masked, node);
  const value = node.value;
  if (!offsets || typeof value !== 'string') return undefined;
  const [from, to] = span;
  const start = offsets[from];
  const last = offsets[to - 1];
  const behind = offsets[to];
  if (start === undefined || behind === undefined) return undefined;
  if (node.style !== 'literal') {
    const written = encoded(node, text);
    const end = to > from && last !== undefined ? unitEnd(page, node, last, behind) : start;
    return written === undefined ? undefined : [page.replace(start, end, written)];
  }
  const newLine = page.style.lineBreak + ' '.repeat(columnOf(page.text, offsets[value.search(/[^\n]/)] ?? start));
  if (from === value.length && value.endsWith('\n')) {
    return [page.replace(start, start, newLine + lines(text.replace(/\n$/, ''), newLine))];
  }
  // A line break that goes takes the indentation of the next line with it.
  const end = to === from || last === undefined ? start : value[to - 1] === '\n' ? behind : last + 1;
  const tail = value[to - 1] === '\n' && to === value.length && text.endsWith('\n') ? text.slice(0, -1) : text;
  return [page.replace(start, end, lines(tail, newLine))];
}

function lines(text: string, newLine: string): string {
  return text.replaceAll('\n', newLine);
}

/** Behind the last unit of a span: an escape or a doubled quote is longer than what it stands for. */
function unitEnd(page: Page, node: ScalarNode, last: number, behind: number): number {
  if (node.style === 'double' && page.text[last] === '\\') return behind;
  return node.style === 'single' && page.text[last] === "'" ? last + 2 : last + 1;
}

function encoded(node: ScalarNode, text: string): string | undefined {
  if (node.style === 'double') return JSON.stringify(text).slice(1, -1);
  if (text.includes('\n')) return undefined;
  return node.style === 'single' ? text.replaceAll("'", "''") : text;
}
