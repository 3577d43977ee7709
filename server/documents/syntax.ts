import { MASK_CHARACTER } from '../../engines/model/object.ts';
import type { Json } from '../../engines/model/object.ts';

/** How a scalar is written; `empty` where nothing is written at all (`key:`). */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'empty';

/**
 * The syntax of one document, as small as it can be: kinds, places and values, without the parser's tokens. All offsets count
 * UTF-16 units from the start of the document's text, ends are behind the last character, and neither comments nor trailing
 * blank lines are inside.
 */
export type SyntaxNode = ScalarNode | MapNode | ListNode | AliasNode;

/** A string, number, boolean or null. */
export class ScalarNode {
  readonly kind = 'scalar';
  /** An alias elsewhere stands for this node too. */
  shared = false;
  constructor(
    readonly start: number,
    readonly end: number,
    readonly value: string | number | boolean | null,
    readonly style: ScalarStyle,
  ) {}
}

/** One `key: value` of a map. */
export class Entry {
  constructor(
    readonly key: string,
    readonly keyStart: number,
    readonly keyEnd: number,
    /** Where the colon stands; -1 where it is missing (a half-typed key, or `{ a, b }`). */
    readonly colon: number,
    public value: SyntaxNode,
    /** True for `<<`: what follows is merged into the map. */
    readonly merge: boolean,
  ) {}

  /** Behind the value, or behind the colon or key where there is none. */
  get end(): number {
    return Math.max(this.value.end, this.colon + 1, this.keyEnd);
  }
}

/** A map, in block style or in braces. */
export class MapNode {
  readonly kind = 'map';
  shared = false;
  /** A template may add keys that cannot be seen. */
  open = false;
  constructor(
    readonly start: number,
    readonly end: number,
    readonly flow: boolean,
    readonly entries: readonly Entry[],
  ) {}

  /** The entry that counts for `key`: the last one of that name, merged ones not looked at. */
  entry(key: string): Entry | undefined {
    for (let index = this.entries.length - 1; index >= 0; index -= 1) {
      const entry = this.entries[index];
      if (entry?.key === key && !entry.merge) return entry;
    }
    return undefined;
  }
}

/** A list, in block style or in brackets. */
export class ListNode {
  readonly kind = 'list';
  shared = false;
  /** A template may add items that cannot be seen. */
  open = false;
  constructor(
    readonly start: number,
    readonly end: number,
    readonly flow: boolean,
    readonly items: SyntaxNode[],
    /** Where the dash of each item stands; empty for a list in brackets. */
    readonly dashes: readonly number[],
  ) {}
}

/** `*name`, with the node it stands for; undefined where no such anchor was written before it. */
export class AliasNode {
  readonly kind = 'alias';
  shared = false;
  constructor(
    readonly start: number,
    readonly end: number,
    readonly target: SyntaxNode | undefined,
  ) {}
}

/** The node itself, or what an alias stands for in the end. */
export function resolved(node: SyntaxNode | undefined): Exclude<SyntaxNode, AliasNode> | undefined {
  let current = node;
  while (current?.kind === 'alias') current = current.target;
  return current;
}

/** The entry of `map` for `key`, through merge keys too: what is written in the map itself counts first, then earlier merges. */
export function findEntry(map: MapNode, key: string): Entry | undefined {
  const own = map.entry(key);
  if (own) return own;
  for (const entry of map.entries) {
    if (!entry.merge) continue;
    for (const source of mergedMaps(entry)) {
      const found = findEntry(source, key);
      if (found) return found;
    }
  }
  return undefined;
}

/** The maps that a `<<` entry brings in, the most important first. */
export function mergedMaps(entry: Entry): MapNode[] {
  const value = resolved(entry.value);
  if (value?.kind === 'map') return [value];
  if (value?.kind !== 'list') return [];
  return value.items.flatMap((item) => {
    const map = resolved(item);
    return map?.kind === 'map' ? [map] : [];
  });
}

/** The plain data that a node stands for. What several aliases share is one object in the data too. */
export function toJson(node: SyntaxNode | undefined, known = new Map<SyntaxNode, Json>()): Json {
  const target = resolved(node);
  // An alias without its anchor, as while it is typed: whatever it is, it is not nothing.
  if (target === undefined) return MASK_CHARACTER;
  if (target.kind === 'scalar') return target.value;
  const before = target.shared ? known.get(target) : undefined;
  if (before !== undefined) return before;
  const value: Json =
    target.kind === 'list' ? target.items.map((item) => toJson(item, known)) : mapToJson(target, known);
  if (target.shared) known.set(target, value);
  return value;
}

function mapToJson(map: MapNode, known: Map<SyntaxNode, Json>): Json {
  const result: Record<string, Json> = {};
  for (const entry of map.entries) {
    if (!entry.merge) put(result, entry.key, toJson(entry.value, known));
  }
  for (const entry of map.entries) {
    if (!entry.merge) continue;
    for (const source of mergedMaps(entry)) {
      for (const [key, value] of Object.entries(toJson(source, known) as Record<string, Json>)) {
        if (!Object.hasOwn(result, key)) put(result, key, value);
      }
    }
  }
  return result;
}

function put(target: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}
