import type { Path } from '../../engines/model/object.ts';
import { resolved } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';

/** Where an offset lies in a tree. */
export interface PathAt {
  readonly path: Path;
  /** On the key of the path's last step, or on (or in) its value. */
  readonly part: 'key' | 'value';
  /** The nodes around it, the whole first; each lies in the one before it. */
  readonly around: readonly (readonly [start: number, end: number])[];
}

/** The innermost place on whose key or value an offset lies, its end included; undefined behind or before all text. */
export function pathAt(root: SyntaxNode | undefined, offset: number): PathAt | undefined {
  const around: (readonly [number, number])[] = [];
  const path: (string | number)[] = [];
  let part: PathAt['part'] = 'value';
  if (root === undefined || !holds(root.start, root.end, offset)) return undefined;
  let node: SyntaxNode = root;
  for (;;) {
    around.push([node.start, node.end]);
    // What an alias stands for lies elsewhere.
    const here = node.kind === 'alias' ? undefined : resolved(node);
    if (here === undefined || here.kind === 'scalar') break;
    if (here.kind === 'list') {
      const index = here.items.findIndex(({ start, end }) => holds(start, end, offset));
      const item = here.items[index];
      if (item === undefined) break;
      path.push(index);
      node = item;
      continue;
    }
    const entry = here.entries.find(({ keyStart, end }) => holds(keyStart, end, offset));
    if (entry === undefined) break;
    path.push(entry.key);
    around.push([entry.keyStart, entry.end]);
    const { value } = entry;
    if (!holds(value.start, value.end, offset) || offset <= entry.keyEnd) {
      if (holds(entry.keyStart, entry.keyEnd, offset)) around.push([entry.keyStart, entry.keyEnd]);
      part = offset <= entry.keyEnd ? 'key' : 'value';
      break;
    }
    node = value;
  }
  return { path, part, around };
}

function holds(start: number, end: number, offset: number): boolean {
  return start <= offset && offset <= end;
}
