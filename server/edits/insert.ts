import type { ListNode, MapNode } from '../documents/syntax.ts';
import { CannotEdit } from './cannot-edit.ts';
import { Fragment } from './fragment.ts';
import type { Page } from './page.ts';
import type { Replacement } from './pieces.ts';
import { writeFlow, writeFlowEntry } from './render.ts';
import { columnOf, lineEnd } from './style.ts';
import type { EditValue } from './value.ts';

/** Inserts `key: value` before the entry of number `index`; behind the last one for their number. */
export function insertEntry(page: Page, map: MapNode, index: number, key: string, value: EditValue): Replacement[] {
  if (map.flow) {
    const options = page.flowOptions(map);
    const parts = map.entries.map((entry) => ({ start: entry.keyStart, end: entry.end }));
    if (parts.length === 0)
      return [page.replace(map.start, map.end, writeFlow({ [key]: value }, page.style, 'flow', options))];
    return [insertInFlow(page, parts, index, writeFlowEntry(key, value, page.style, options))];
  }
  const column = columnOf(page.text, map.start);
  const written = page.writer.entry(key, value, column);
  const before = map.entries[index - 1];
  if (before) return [insertLine(page, before.end, column, written)];
  const first = map.entries[0];
  if (!first) throw new CannotEdit('This map cannot be read.');
  if (!page.beginsLine(first.keyStart)) {
    const gap = page.style.lineBreak + ' '.repeat(column);
    return [page.replace(first.keyStart, first.keyStart, written.write(gap))];
  }
  const start = page.startOfComments(first.keyStart);
  return [page.replace(start, start, Fragment.of(' '.repeat(column)).add(written).write(page.style.lineBreak))];
}

/** Inserts an item behind the last one of a list. */
export function appendItem(page: Page, list: ListNode, value: EditValue): Replacement[] {
  if (list.flow) {
    const options = page.flowOptions(list);
    if (list.items.length === 0)
      return [page.replace(list.start, list.end, writeFlow([value], page.style, 'flow', options))];
    return [insertInFlow(page, list.items, list.items.length, writeFlow(value, page.style, 'flow', options))];
  }
  const dash = list.dashes.at(-1);
  if (dash === undefined) throw new CannotEdit('This list cannot be read.');
  const column = columnOf(page.text, dash);
  const written = page.writer.item(value, column, dashWidth(page, list));
  return [insertLine(page, Math.max(list.end, dash + 1), column, written)];
}

/** How far behind its dash an item begins: two columns, unless the author left more space. */
function dashWidth(page: Page, list: ListNode): number {
  const item = list.items.at(-1);
  const dash = list.dashes.at(-1);
  if (!item || dash === undefined || item.start <= dash + 1) return 2;
  return /^-( +)$/.test(page.text.slice(dash, item.start)) ? item.start - dash : 2;
}

/** Writes a line of its own behind the line on which `end` lies. */
function insertLine(page: Page, end: number, column: number, written: Fragment): Replacement {
  const indent = ' '.repeat(column);
  if (end > 0 && page.text[end - 1] === '\n') {
    return page.replace(end, end, Fragment.of(indent).add(written).write(page.style.lineBreak));
  }
  const at = lineEnd(page.text, end);
  return page.replace(at, at, Fragment.of(page.style.lineBreak + indent).add(written));
}

function insertInFlow(
  page: Page,
  parts: readonly { start: number; end: number }[],
  index: number,
  written: Fragment,
): Replacement {
  const first = parts[0];
  const separator = first && page.beginsLine(first.start) ? page.newLineLike(first.start) : ' ';
  const following = parts[index];
  if (following) return page.replace(following.start, following.start, written.write(`,${separator}`));
  const end = parts.at(-1)?.end ?? 0;
  return page.replace(end, end, Fragment.of(`,${separator}`).add(written));
}
