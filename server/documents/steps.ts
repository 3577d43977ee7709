import type { Path } from '../../engines/model/object.ts';
import { findEntry, resolved } from './syntax.ts';
import type { Entry, ListNode, SyntaxNode } from './syntax.ts';

/** Where one step of a path leads: the value, and the entry or the list that holds it. */
export interface Place {
  readonly node: SyntaxNode;
  readonly entry?: Entry;
  readonly list?: ListNode;
  readonly index?: number;
}

/** One step down from `node`, through aliases and merge keys; undefined where there is nothing of that name or number. */
export function stepInto(node: SyntaxNode | undefined, step: string | number): Place | undefined {
  const parent = resolved(node);
  if (parent?.kind === 'map') {
    const entry = findEntry(parent, String(step));
    return entry && { node: entry.value, entry };
  }
  if (parent?.kind !== 'list' || typeof step !== 'number') return undefined;
  const item = parent.items[step];
  return item && { node: item, list: parent, index: step };
}

/** The node at `path` below `root`; undefined where there is none. */
export function nodeAt(root: SyntaxNode | undefined, path: Path): SyntaxNode | undefined {
  let node = root;
  for (const step of path) {
    const place = stepInto(node, step);
    if (!place) return undefined;
    node = place.node;
  }
  return node;
}
