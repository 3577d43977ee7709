import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, CST, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isUnknown } from '../../engines/model/object.ts';
import { MAX_ALIASED_VALUES, MAX_DEPTH } from './limits.ts';
import { plainValue } from './plain-scalars.ts';
import type { Problem } from './problems.ts';
import { AliasNode, Entry, ListNode, MapNode, ScalarNode } from './syntax.ts';
import type { ScalarStyle, SyntaxNode } from './syntax.ts';

const STYLES: Record<string, ScalarStyle> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};
const TYPED_TAGS = /^tag:yaml\.org,2002:(int|float|bool|null)$/;

/** Makes our own small tree from the library's nodes, which are thrown away afterwards. */
export class TreeBuilder {
  readonly problems: Problem[] = [];
  readonly #text: string;
  readonly #anchors = new Map<string, { node: SyntaxNode; size: number }>();
  /** Values seen so far, those that aliases stand for included. */
  #size = 0;
  #aliased = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** True when the aliases stand for so many values that nothing may be made of them. */
  get exhausted(): boolean {
    return this.#aliased > MAX_ALIASED_VALUES;
  }

  build(node: unknown): SyntaxNode | undefined {
    const before = this.#size;
    const built = this.#build(node);
    const anchor = (node as { anchor?: string } | undefined)?.anchor;
    if (built && anchor) this.#anchors.set(anchor, { node: built, size: this.#size - before });
    return built;
  }

  #build(node: unknown): SyntaxNode | undefined {
    this.#size += 1;
    if (isScalar(node)) return this.#scalar(node);
    if (isAlias(node)) return this.#alias(node);
    if (!isMap(node) && !isSeq(node)) return undefined;
    const [start, end] = node.range ?? [0, 0];
    if (this.#depth >= MAX_DEPTH) {
      this.#problem(`Maps and lists nested more than ${MAX_DEPTH} deep are not read.`, start, start + 1);
      return new ScalarNode(start, start, null, 'empty');
    }
    this.#depth += 1;
    const built = isMap(node) ? this.#map(node, start, end) : this.#list(node, start, end);
    this.#depth -= 1;
    return built;
  }

  #problem(message: string, start: number, end: number): void {
    this.problems.push({ message, start, end });
  }

  #scalar(node: Scalar): ScalarNode {
    const [start, end] = node.range ?? [0, 0];
    const text = node.source ?? '';
    const style = STYLES[node.type ?? 'PLAIN'] ?? 'plain';
    if (style === 'literal' || style === 'folded') {
      return new ScalarNode(start, this.#blockEnd(start, end, text), text, style);
    }
    if (style !== 'plain') return new ScalarNode(start, end, text, style);
    const typed = node.tag === undefined || TYPED_TAGS.test(node.tag);
    return new ScalarNode(start, end, typed ? plainValue(text) : text, start === end ? 'empty' : 'plain');
  }

  /** Where a text block ends: blank lines behind it are no part of it, unless it keeps them (`|+`) or ends in spaces. */
  #blockEnd(start: number, end: number, value: string): number {
    const header = /^[|>][^\r\n]*/.exec(this.#text.slice(start, Math.min(end, start + 200)))?.[0] ?? '|';
    if (/^[|>]\d?\+/.test(header) || end === this.#text.length + 1) return Math.min(end, this.#text.length);
    const content = this.#text.slice(start, end);
    if (/[ \t]\n*$/.test(value)) return start + content.replace(/(\r?\n)+$/, '').length;
    return start + Math.max(content.trimEnd().length, 1);
  }

  #alias(node: Alias): AliasNode {
    const [start, end] = node.range ?? [0, 0];
    const anchor = this.#anchors.get(node.source);
    if (anchor) {
      anchor.node.shared = true;
      this.#size += anchor.size;
      this.#aliased += anchor.size;
    } else {
      this.#problem(
        `No anchor &${node.source} stands before this alias. Write the anchor, or the value itself.`,
        start,
        end,
      );
    }
    return new AliasNode(start, end, anchor?.node);
  }

  #list(node: YAMLSeq, start: number, end: number): ListNode {
    const items = node.items.map((item) => this.build(item) ?? new ScalarNode(end, end, null, 'empty'));
    if (node.flow) return new ListNode(start, end, true, items, []);
    const token = node.srcToken as CST.BlockSequence | undefined;
    const dashes: number[] = [];
    for (const item of token?.items ?? []) {
      const dash = item.start.find((part) => part.type === 'seq-item-ind');
      if (dash) dashes.push(dash.offset);
      else if (item.value || item.start.some((part) => part.type === 'anchor' || part.type === 'tag'))
        dashes.push(start);
    }
    items.forEach((item, index) => {
      if (item.kind === 'scalar' && item.style === 'empty') items[index] = emptyAt((dashes[index] ?? start) + 1);
    });
    const last = items.at(-1);
    return new ListNode(start, Math.max(last?.end ?? start, (dashes.at(-1) ?? start) + 1), false, items, dashes);
  }

  #map(node: YAMLMap, start: number, end: number): MapNode {
    const entries: Entry[] = [];
    const seen = new Set<string>();
    for (const pair of node.items) {
      const entry = this.#entry(pair, start);
      if (seen.has(entry.key)) {
        this.#problem(
          `"${entry.key}" is written twice in the same map. Kubernetes refuses such a manifest or uses only the last one. Keep one of them.`,
          entry.keyStart,
          entry.keyEnd,
        );
      }
      if (!entry.merge) seen.add(entry.key);
      entries.push(entry);
    }
    const flow = node.flow ?? false;
    const map = new MapNode(start, flow ? end : (entries.at(-1)?.end ?? end), flow, entries);
    // A key that is a template may become any key.
    map.open = entries.some((entry) => isUnknown(entry.key));
    return map;
  }

  #entry(pair: Pair, mapStart: number): Entry {
    const source = (pair as { srcToken?: CST.CollectionItem }).srcToken;
    const key = this.build(pair.key);
    const keyStart = key?.start ?? mapStart;
    const keyEnd = key?.end ?? keyStart;
    const colon = source?.sep?.find((part) => part.type === 'map-value-ind')?.offset ?? -1;
    const built = this.build(pair.value);
    const value =
      built && !(built.kind === 'scalar' && built.style === 'empty')
        ? built
        : Object.assign(emptyAt(colon < 0 ? keyEnd : colon + 1), { shared: built?.shared ?? false });
    const plain = key?.kind === 'scalar' && key.style === 'plain' && key.value === '<<';
    return new Entry(this.#keyText(key), keyStart, keyEnd, colon, value, plain);
  }

  /** JSON knows only strings as keys, so Kubernetes turns numbers and booleans into text. */
  #keyText(key: SyntaxNode | undefined): string {
    const node = key?.kind === 'alias' ? key.target : key;
    if (node?.kind === 'scalar') return String(node.value);
    if (key) this.#problem('A map or list cannot be a key in Kubernetes. Use a text.', key.start, key.end);
    return key ? this.#text.slice(key.start, key.end) : 'null';
  }
}

function emptyAt(offset: number): ScalarNode {
  return new ScalarNode(offset, offset, null, 'empty');
}
