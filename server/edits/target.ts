import { isUnknown } from '../../engines/model/object.ts';
import type { Path } from '../../engines/model/object.ts';
import { findEntry } from '../documents/syntax.ts';
import type { Entry, ListNode, MapNode, SyntaxNode } from '../documents/syntax.ts';
import { CannotEdit } from './cannot-edit.ts';

/** Who holds a value: the document itself, a map's entry, or a list. */
export type Holder =
  | { readonly kind: 'document' }
  | { readonly kind: 'entry'; readonly map: MapNode; readonly entry: Entry }
  | { readonly kind: 'item'; readonly list: ListNode; readonly index: number };

/** A value that may be edited: nothing else shares its text. */
export interface Target {
  readonly node: SyntaxNode;
  readonly holder: Holder;
}

/** How far a path leads: the deepest value on it that is there, and the steps that are not. */
export interface Way {
  readonly target: Target;
  readonly missing: Path;
}

/** Walks a path as far as it goes, and throws {@link CannotEdit} where the text on the way stands for other places too. */
export function walk(root: SyntaxNode | undefined, path: Path): Way {
  if (!root) throw new CannotEdit('The document is empty or cannot be read.');
  let target: Target = { node: root, holder: { kind: 'document' } };
  for (const [index, step] of path.entries()) {
    refuseShared(target.node);
    const next = stepInto(target.node, step, index === path.length - 1);
    if (!next) return { target, missing: path.slice(index) };
    target = next;
  }
  return { target, missing: [] };
}

/** The value at `path`; throws where there is none. */
export function existing(root: SyntaxNode | undefined, path: Path): Target {
  const { target, missing } = walk(root, path);
  if (missing.length > 0) throw new CannotEdit(`There is no ${path.join('.')} in the text.`);
  return target;
}

/** Throws for a node that aliases stand for, or that is an alias itself: a change would show in several places. */
export function refuseShared(node: SyntaxNode): void {
  if (node.kind === 'alias' || node.shared) {
    throw new CannotEdit(
      'This text is shared by several places of the document through an anchor; changing it would change them all.',
    );
  }
}

function stepInto(node: SyntaxNode, step: string | number, last: boolean): Target | undefined {
  if (node.kind === 'map') {
    const entry = node.entry(String(step));
    if (entry) return { node: entry.value, holder: { kind: 'entry', map: node, entry } };
    if (!last && findEntry(node, String(step))) {
      throw new CannotEdit('This text comes in through a merge key; changing it would change other places too.');
    }
    return undefined;
  }
  if (node.kind === 'list') {
    const item = typeof step === 'number' ? node.items[step] : undefined;
    return item && { node: item, holder: { kind: 'item', list: node, index: Number(step) } };
  }
  if (node.kind === 'scalar' && node.value === null) return undefined;
  if (node.kind === 'scalar' && isUnknown(node.value))
    throw new CannotEdit('A template stands here; what it gives is not known.');
  throw new CannotEdit(`A single value stands where ${String(step)} should go.`);
}
