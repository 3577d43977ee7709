import type { AliasNode, ListNode, MapNode, ScalarNode, SyntaxNode } from '../documents/syntax.ts';
import { CannotEdit } from './cannot-edit.ts';
import { Fragment } from './fragment.ts';
import type { Page } from './page.ts';
import type { Replacement } from './pieces.ts';
import { needsLines, writeFlow } from './render.ts';
import { quoted } from './scalar-text.ts';
import { columnOf, lineEnd } from './style.ts';
import type { Target } from './target.ts';
import { isList, isMap, uncommented } from './value.ts';
import type { EditValue } from './value.ts';

/** Where a value stands: behind `after` (a colon or dash), below a key or dash at `column`. */
interface Slot {
  readonly after: number;
  readonly column: number;
  readonly item: boolean;
}

/** Replaces one value by another, in the style of what was there or stands around it. */
export function replaceValue(page: Page, target: Target, value: EditValue): Replacement[] {
  const { node, holder } = target;
  if (node.shared)
    throw new CannotEdit('Aliases elsewhere in the document stand for this value; changing it would change them too.');
  const container = holder.kind === 'entry' ? holder.map : holder.kind === 'item' ? holder.list : undefined;
  if (container?.flow || (!container && (node.kind === 'map' || node.kind === 'list') && node.flow)) {
    return [replaceInFlow(page, target, value, container)];
  }
  const slot = slotOf(page, target);
  if ((node.kind === 'map' || node.kind === 'list') && !node.flow) return replaceBlock(page, slot, node, value);
  const before = node;
  if (keepsFlow(before, value)) {
    return [
      page.replace(before.start, before.end, writeFlow(value, page.style, 'flow', page.flowOptions(before as MapNode))),
    ];
  }
  return replaceInline(page, slot, before, value);
}

/** A map or list in braces or brackets stays one. */
function keepsFlow(node: ScalarNode | AliasNode | MapNode | ListNode, value: EditValue): boolean {
  const bare = uncommented(value);
  if (node.kind === 'map') return isMap(bare) && node.entries.length > 0;
  return node.kind === 'list' && isList(bare) && node.items.length > 0;
}

function slotOf(page: Page, { node, holder }: Target): Slot {
  if (holder.kind === 'entry') {
    if (holder.entry.colon < 0) throw new CannotEdit('The colon behind this key is missing.');
    return { after: holder.entry.colon + 1, column: columnOf(page.text, holder.entry.keyStart), item: false };
  }
  if (holder.kind === 'item') {
    const dash = holder.list.dashes[holder.index];
    if (dash === undefined) throw new CannotEdit('The dash of this item is missing.');
    return { after: dash + 1, column: columnOf(page.text, dash), item: true };
  }
  return { after: node.start, column: columnOf(page.text, node.start), item: true };
}

function replaceInFlow(
  page: Page,
  { node, holder }: Target,
  value: EditValue,
  container?: MapNode | ListNode,
): Replacement {
  const options = container ? page.flowOptions(container) : { json: page.json };
  const written = inQuotesOf(page, node, value) ?? writeFlow(value, page.style, 'flow', options);
  if (node.kind !== 'scalar' || node.style !== 'empty') return page.replace(node.start, node.end, written);
  if (holder.kind === 'entry' && holder.entry.colon < 0) {
    return page.replace(holder.entry.keyEnd, holder.entry.keyEnd, Fragment.of(': ').add(written));
  }
  return page.replace(node.start, node.end, Fragment.of(' ').add(written));
}

/** A string in the quotes that the string before it has; undefined where there were none, or they cannot hold it. */
function inQuotesOf(page: Page, node: SyntaxNode, value: EditValue): Fragment | undefined {
  const bare = uncommented(value);
  if (typeof bare !== 'string' || node.kind !== 'scalar') return undefined;
  if (node.style !== 'single' && node.style !== 'double') return undefined;
  return Fragment.of(quoted(bare, { ...page.style, quote: node.style === 'single' ? "'" : '"' }));
}

/** Replaces what stands on the key's line: a scalar, an alias, nothing, or something in braces or brackets. */
function replaceInline(
  page: Page,
  slot: Slot,
  node: ScalarNode | AliasNode | MapNode | ListNode,
  value: EditValue,
): Replacement[] {
  const empty = node.kind === 'scalar' && node.style === 'empty';
  const gap = empty ? ' ' : '';
  const start = empty ? slot.after : node.start;
  const end = empty ? slot.after : node.end;
  if (!needsLines(value)) {
    const keeps = page.text[end - 1] === '\n' && end > start ? page.style.lineBreak : '';
    const written = inQuotesOf(page, node, value) ?? page.writer.inline(value);
    return [page.replace(start, end, Fragment.of(gap).add(written).write(keeps))];
  }
  const bare = uncommented(value);
  if (slot.item && typeof bare !== 'string') {
    const column = columnOf(page.text, start) + gap.length;
    return [page.replace(start, end, Fragment.of(gap).add(page.writer.collection(bare, column)))];
  }
  const { header, lines } =
    slot.item && typeof bare === 'string'
      ? page.writer.textBlock(bare, slot.column + 2)
      : page.writer.below(value, slot.column);
  // A comment behind the old value stays on the key's line; the new lines go below it.
  const line = page.text[end - 1] === '\n' && end > start ? end : lineEnd(page.text, end);
  const from = header === '' ? slot.after : start;
  if (page.text.slice(end, line).trim() === '') {
    const keeps = line === end && page.text[end - 1] === '\n' && end > start ? page.style.lineBreak : '';
    return [
      page.replace(
        from,
        end,
        Fragment.of(header === '' ? '' : gap + header)
          .add(lines)
          .write(keeps),
      ),
    ];
  }
  return [page.replace(from, end, header === '' ? '' : gap + header), page.replace(line, line, lines)];
}

/** Replaces an indented map or list. A comment behind its key stays. */
function replaceBlock(page: Page, slot: Slot, node: MapNode | ListNode, value: EditValue): Replacement[] {
  const bare = uncommented(value);
  const keyLine = lineEnd(page.text, slot.after);
  const sameLine = node.start <= keyLine;
  if (sameLine || slot.item) {
    if (!needsLines(value)) return [page.replace(node.start, node.end, page.writer.inline(value))];
    if (typeof bare === 'string') {
      const { header, lines } = page.writer.textBlock(bare, slot.column + 2);
      return [page.replace(node.start, node.end, Fragment.of(header).add(lines))];
    }
    return [page.replace(node.start, node.end, page.writer.collection(bare, columnOf(page.text, node.start)))];
  }
  const between = page.text.slice(slot.after, keyLine).trim();
  const keeps = page.text[node.end - 1] === '\n' ? page.style.lineBreak : '';
  const from = between === '' || between.startsWith('#') ? keyLine : slot.after;
  if (!needsLines(value)) {
    const inline = Fragment.of(' ').add(page.writer.inline(value));
    if (from === slot.after || between === '') return [page.replace(slot.after, node.end, inline.write(keeps))];
    return [page.replace(slot.after, slot.after, inline), page.replace(from, node.end, keeps)];
  }
  const { header, lines } = page.writer.below(value, slot.column);
  if (header !== '') {
    if (from === slot.after || between === '') {
      return [page.replace(slot.after, node.end, Fragment.of(` ${header}`).add(lines).write(keeps))];
    }
    return [page.replace(slot.after, slot.after, ` ${header}`), page.replace(from, node.end, lines.write(keeps))];
  }
  const column = columnOf(page.text, node.start);
  const sameKind = (node.kind === 'list') === isList(bare);
  const rewritten = sameKind
    ? Fragment.of(page.style.lineBreak + ' '.repeat(column)).add(page.writer.collection(bare, column))
    : lines;
  return [page.replace(from, node.end, rewritten.write(keeps))];
}
