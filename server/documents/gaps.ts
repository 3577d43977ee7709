import { MASK_CHARACTER } from '../../engines/model/object.ts';
import { ScalarNode } from './syntax.ts';
import type { ListNode, MapNode, SyntaxNode } from './syntax.ts';
import type { Gap } from './templates.ts';

/**
 * Marks the map or list that each gap belongs to as open, and makes a missing value unknown where the gap stands in its place.
 * Gives false when a gap fits nowhere: then any part of the document may hold more.
 */
export function markGaps(root: SyntaxNode | undefined, gaps: readonly Gap[], text: string): boolean {
  if (!root || root.kind === 'scalar' || root.kind === 'alias') return gaps.length === 0;
  return gaps.map((gap) => markGap(root, gap, text)).every(Boolean);
}

function markGap(root: MapNode | ListNode, gap: Gap, text: string): boolean {
  let node: MapNode | ListNode = root;
  for (;;) {
    const column = columnOf(text, node.start);
    const child = lastBefore(node, gap.start);
    if (node.flow || gap.column <= column || !child) {
      node.open = true;
      // A list may stand at the column of the key that holds it: then the gap may belong to either.
      const value = child?.value;
      if (!node.flow && value?.kind === 'list' && columnOf(text, value.start) === gap.column) value.open = true;
      return node.flow || gap.column >= column || node === root;
    }
    const value: SyntaxNode = child.value;
    if (value.kind === 'map' || value.kind === 'list') {
      node = value;
    } else if (value.kind === 'scalar' && value.style === 'empty') {
      child.replace(new ScalarNode(gap.start, gap.end, MASK_CHARACTER.repeat(gap.end - gap.start), 'plain'));
      return true;
    } else {
      return false;
    }
  }
}

/** The last value of a map or list that begins before `offset`. */
function lastBefore(
  node: MapNode | ListNode,
  offset: number,
): { value: SyntaxNode; replace: (value: SyntaxNode) => void } | undefined {
  if (node.kind === 'map') {
    const entry = node.entries.findLast((candidate) => candidate.keyStart < offset);
    return entry && { value: entry.value, replace: (value) => (entry.value = value) };
  }
  const index = node.items.findLastIndex((item, at) => (node.dashes[at] ?? item.start) < offset);
  const item = node.items[index];
  return item && { value: item, replace: (value) => (node.items[index] = value) };
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
