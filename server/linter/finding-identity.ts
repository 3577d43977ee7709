import type { SourceFile } from '../documents/index.ts';
import { resolved } from '../documents/syntax.ts';
import type { SyntaxNode } from '../documents/syntax.ts';
import type { RuleId } from '../rules/rule.ts';
import type { Finding } from './finding.ts';

/**
 * What a finding is about, whatever stands above it: it stays the same while lines move and values change, and holds no value of the
 * manifest, so that no password gets into a report by it.
 */
export interface FindingIdentity {
  readonly rule: RuleId;
  /** `Kind/name`. */
  readonly object: string;
  /** The keys that lead to the place: `spec.template.spec.containers[db].image`. Empty for the file as a whole. */
  readonly at: string;
}

/** The identity of a finding. `file` is the one that it lies in, as it was when it was found. */
export function identityOf({ rule, object, range }: Finding, file: SourceFile | undefined): FindingIdentity {
  const document = file?.documentAt(range.start);
  if (!document) return { rule, object, at: '' };
  const offset = document.lines.offsetAt({
    line: range.start.line - document.startLine,
    character: range.start.character,
  });
  return { rule, object, at: keysTo(document.syntax, offset) };
}

/** Deeper than any manifest is: what a hostile file nests counts as one place. */
const DEEPEST = 60;

function keysTo(root: SyntaxNode | undefined, offset: number): string {
  let path = '';
  let node = root;
  for (let depth = 0; depth < DEEPEST && node !== undefined; depth += 1) {
    if (node.kind === 'map') {
      const entry = node.entries.find(({ keyStart, end }) => keyStart <= offset && offset <= end);
      if (!entry) break;
      path += path === '' ? entry.key : `.${entry.key}`;
      node = entry.value;
    } else if (node.kind === 'list') {
      const { items, dashes } = node;
      const at = items.findIndex((item, index) => (dashes[index] ?? item.start) <= offset && offset <= item.end);
      const item = items[at];
      if (!item) break;
      path += `[${nameIn(item)}]`;
      node = item;
    } else break;
  }
  return path;
}

/** Lists are told apart by their items' names; an item without one has none, for its number changes with its neighbours. */
function nameIn(item: SyntaxNode): string {
  const map = resolved(item);
  const name = map?.kind === 'map' ? resolved(map.entry('name')?.value) : undefined;
  return name?.kind === 'scalar' && typeof name.value === 'string' ? name.value : '';
}
