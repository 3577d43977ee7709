import { resolved } from './syntax.ts';
import type { Entry, SyntaxNode } from './syntax.ts';

/** The innermost entry of a map on whose key or value an offset lies, comments left out; undefined where there is none. */
export function entryAt(root: SyntaxNode | undefined, offset: number): Entry | undefined {
  const node = root?.kind === 'alias' ? undefined : resolved(root);
  if (node === undefined || node.kind === 'scalar' || offset < node.start || offset > node.end) return undefined;
  if (node.kind === 'list') {
    for (const item of node.items) {
      const found = entryAt(item, offset);
      if (found) return found;
    }
    return undefined;
  }
  const entry = node.entries.find(({ keyStart, end }) => keyStart <= offset && offset <= end);
  return entry && (entryAt(entry.value, offset) ?? entry);
}
