import type { Range } from 'vscode-languageserver-types';
import type { Source } from '../../engines/model/field.ts';
import { scalarOffsets } from './scalar-offsets.ts';
import { ManifestObject } from './manifest-object.ts';
import { stepInto } from './steps.ts';
import type { Place } from './steps.ts';
import { resolved } from './syntax.ts';
import type { ScalarNode } from './syntax.ts';

/**
 * The place that a {@link Source} names, as offsets in its document: the rules are written there. Aliases of maps and lists and merge
 * keys are followed to where the text stands; an alias of a single value is the place itself.
 */
export function offsetsOf(source: Source): readonly [start: number, end: number] {
  const object = manifestObject(source);
  let place: Place = { node: object.node };
  for (const step of source.path) {
    const next = stepInto(place.node, step);
    if (!next) return nameOf(place, true);
    place = next;
  }
  if (source.span) {
    const node = resolved(place.node);
    if (node?.kind === 'scalar') return spanOf(object, node, source.span);
  }
  if (source.part === 'key') return nameOf(place, false);
  const value = resolved(place.node);
  if (value === undefined || (value.kind === 'scalar' && value.style === 'empty')) return nameOf(place, false);
  // What is written here is the alias; the anchor may belong to something else altogether.
  if (value.kind === 'scalar' && place.node.kind === 'alias') return [place.node.start, place.node.end];
  if (source.part === 'value' || value.kind === 'scalar') return [value.start, value.end];
  return nameOf(place, false);
}

/** The LSP range of what a {@link Source} names. Throws for an object that no file of the workspace holds. */
export function rangeOf(source: Source): Range {
  const { document } = manifestObject(source);
  const [start, end] = offsetsOf(source);
  const from = document.lines.positionAt(start);
  const to = document.lines.positionAt(end);
  return {
    start: { line: from.line + document.startLine, character: from.character },
    end: { line: to.line + document.startLine, character: to.character },
  };
}

function manifestObject(source: Source): ManifestObject {
  if (source.object instanceof ManifestObject) return source.object;
  throw new TypeError('only objects of a document have a place in a text');
}

/**
 * What stands for a map, list or missing value: its key. An item of a list has none and is known by its `name`, else by its first
 * line; the object itself by its `kind`.
 */
function nameOf(place: Place, missingBelow: boolean): readonly [number, number] {
  if (place.entry) return [place.entry.keyStart, place.entry.keyEnd];
  const node = resolved(place.node);
  const dash = place.list && !place.list.flow && place.index !== undefined ? place.list.dashes[place.index] : undefined;
  if (node === undefined || (node.kind === 'scalar' && node.style === 'empty')) {
    const start = dash ?? place.node.start;
    return [start, start + (dash === undefined ? 0 : 1)];
  }
  if (node.kind === 'scalar') return [node.start, node.end];
  if (node.kind === 'list') return missingBelow && dash !== undefined ? [dash, dash + 1] : [node.start, node.start + 1];
  const named = node.entry(place.list ? 'name' : 'kind') ?? node.entries[0];
  if (!named) return [node.start, node.end];
  return resolved(named.value)?.kind === 'scalar' && named.value.kind === 'scalar' && !isBlock(named.value.style)
    ? [named.keyStart, named.end]
    : [named.keyStart, named.keyEnd];
}

function isBlock(style: string): boolean {
  return style === 'literal' || style === 'folded';
}

function spanOf(object: ManifestObject, node: ScalarNode, span: readonly [number, number]): readonly [number, number] {
  const offsets = scalarOffsets(object.document.masked, node);
  if (!offsets) return [node.start, node.end];
  const last = offsets.length - 1;
  const from = Math.min(Math.max(span[0], 0), last);
  const to = Math.min(Math.max(span[1], from), last);
  const start = offsets[from] ?? node.start;
  // The end is behind the last character of the span, not before the one that follows, which may be a line further.
  const end = to > from ? Math.max(offsets[to - 1] ?? start, start) + 1 : start;
  return [start, Math.min(to > from ? Math.min(end, Math.max(offsets[to] ?? end, end)) : start, node.end)];
}
