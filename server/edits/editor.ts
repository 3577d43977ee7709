import type { Source } from '../../engines/model/field.ts';
import { valueAt } from '../../engines/model/object.ts';
import type { KubeObject, Path } from '../../engines/model/object.ts';
import { ManifestObject } from '../documents/index.ts';
import type { YamlDocument } from '../documents/index.ts';
import type { MapNode } from '../documents/syntax.ts';
import { CannotEdit } from './cannot-edit.ts';
import { changed, same } from './data.ts';
import { documentEdits, newDocument, newFile } from './documents.ts';
import type { Fragment } from './fragment.ts';
import { appendItem, insertEntry } from './insert.ts';
import { placeFor } from './key-order.ts';
import { nestBelow } from './nest.ts';
import type { Page } from './page.ts';
import type { Replacement } from './pieces.ts';
import { removePart } from './remove.ts';
import { replaceValue } from './replace-value.ts';
import { scalarText } from './scalar-text.ts';
import { replacePart } from './span.ts';
import { existing, refuseShared, walk } from './target.ts';
import type { TextEdit } from './text-edit.ts';
import { toData } from './value.ts';
import type { EditValue } from './value.ts';
import { WorkingDocument } from './working-document.ts';

/**
 * Collects edits of one or several objects of the workspace. Each call sees what the calls before it have done, so that two that need
 * the same missing parent share it; an index of a list counts in the list as it then is. What cannot be changed without touching
 * something else throws {@link CannotEdit} and leaves the editor as it was.
 */
export class ManifestEditor {
  readonly #documents = new Map<YamlDocument, WorkingDocument>();
  readonly #files = new Map<string, Fragment>();

  /** Replaces the value at `path`, or inserts it with the maps and lists that are missing on the way. */
  set(object: KubeObject, path: Path, value: EditValue): void {
    this.#put(object, path, value, {});
  }

  /** Inserts a key into the map at its path: beside a sibling, or where Kubernetes' own order has it, else as the last one. */
  insert(object: KubeObject, path: Path, value: EditValue, options: { before?: string; after?: string } = {}): void {
    const working = this.#working(object);
    if (valueAt(working.data, wholePath(object, path)) !== undefined) {
      throw new CannotEdit(`${path.join('.')} is there already.`);
    }
    this.#put(object, path, value, options);
  }

  /** Adds an item to the list at `path`, which is made where it is missing. */
  append(object: KubeObject, path: Path, value: EditValue): void {
    const list = valueAt(this.#working(object).data, wholePath(object, path));
    this.#put(object, [...path, Array.isArray(list) ? list.length : 0], value, {});
  }

  /** Takes out a key or item with its own comment lines. What is left empty becomes `{}` or `[]`, or with `prune` goes too. */
  remove(object: KubeObject, path: Path, options: { prune?: boolean } = {}): void {
    const working = this.#working(object);
    const { page } = working;
    const whole = wholePath(object, path);
    const { holder } = existing(page.root, whole);
    if (holder.kind === 'document') throw new CannotEdit('The whole document cannot be taken out.');
    const container = holder.kind === 'entry' ? holder.map : holder.list;
    const size = holder.kind === 'entry' ? holder.map.entries.length : holder.list.items.length;
    if (size === 1) {
      if (options.prune && path.length > 1) this.remove(object, path.slice(0, -1), options);
      else this.set(object, path.slice(0, -1), holder.kind === 'entry' ? {} : []);
      return;
    }
    const index = holder.kind === 'entry' ? holder.map.entries.indexOf(holder.entry) : holder.index;
    const wanted = changed(working.data, whole, () => undefined);
    refuseShared(container);
    working.make(removePart(page, container, index), (data) => same(data, wanted));
  }

  /** Moves the value at `path` to `[...path, ...steps]`; the author's lines only go to the right. */
  nest(object: KubeObject, path: Path, steps: readonly string[]): void {
    const working = this.#working(object);
    const whole = wholePath(object, path);
    const target = existing(working.page.root, whole);
    refuseShared(target.node);
    const value = valueAt(working.data, whole) ?? null;
    const wanted = changed(working.data, whole, () => toData(steps.reduceRight<EditValue>(wrap, value)));
    working.make(nestBelow(working.page, target, steps), (data) => same(data, wanted));
  }

  /** Gives the key at the end of `path` another name. */
  renameKey(object: KubeObject, path: Path, key: string): void {
    const working = this.#working(object);
    const { page } = working;
    const whole = wholePath(object, path);
    const { holder, node } = existing(page.root, whole);
    if (holder.kind !== 'entry') throw new CannotEdit('Only a key of a map can be renamed.');
    const parent = whole.slice(0, -1);
    if (valueAt(working.data, [...parent, key]) !== undefined) throw new CannotEdit(`"${key}" is there already.`);
    const json = page.flowOptions(holder.map).json ?? false;
    const name =
      json && holder.map.flow ? JSON.stringify(key) : scalarText(key, holder.map.flow ? 'flow' : 'block', page.style);
    const value = valueAt(working.data, whole) ?? null;
    const wanted = changed(
      changed(working.data, whole, () => undefined),
      [...parent, key],
      () => value,
    );
    if (node.kind !== 'alias') refuseShared(holder.map);
    working.make([page.replace(holder.entry.keyStart, holder.entry.keyEnd, name)], (data) => same(data, wanted));
  }

  /** Replaces the part of a string that `source.span` names, or, without a span, the whole string. */
  replaceSpan(source: Source, text: string): void {
    const { object, path, span } = source;
    const working = this.#working(object);
    const { page } = working;
    const whole = wholePath(object, path);
    const { node } = existing(page.root, whole);
    refuseShared(node);
    if (node.kind !== 'scalar' || typeof node.value !== 'string')
      throw new CannotEdit('Only a text has parts to replace.');
    const [from, to] = span ?? [0, node.value.length];
    const value = node.value.slice(0, from) + text + node.value.slice(to);
    const wanted = changed(working.data, whole, () => value);
    const replacements = replacePart(page, node, [from, to], text);
    if (replacements && working.tries(replacements, (data) => same(data, wanted))) return;
    this.set(object, path, value);
  }

  /**
   * Adds an object: a further document behind that of `beside`, an item where that stands in a `List`, or a new file. A JSON file that is
   * no `List` holds one object only, and is refused.
   */
  addDocument(beside: KubeObject, value: EditValue, options: { file?: string } = {}): void {
    const working = this.#working(beside);
    if (options.file !== undefined) {
      this.#files.set(options.file, newFile(this.#files.get(options.file), value, working.style));
      return;
    }
    const { document, node, prefix } = inText(beside);
    if (prefix.length > 0) {
      this.append(new ManifestObject(document, node, []), prefix.slice(0, -1), value);
      return;
    }
    if (working.page.json) throw new CannotEdit('A JSON file holds one object. Put the new one into another file.');
    working.appended.push(newDocument(value, working.style));
  }

  /** The edits so far, by file: offsets in the file's present text, in order, none touching another. */
  edits(): Map<string, TextEdit[]> {
    return documentEdits([...this.#documents.values()], this.#files);
  }

  /** The files that the edits create. */
  get newFiles(): ReadonlySet<string> {
    return new Set(this.#files.keys());
  }

  #working(object: KubeObject): WorkingDocument {
    const { document } = inText(object);
    const known = this.#documents.get(document);
    if (known) return known;
    const working = new WorkingDocument(document);
    this.#documents.set(document, working);
    return working;
  }

  #put(object: KubeObject, path: Path, value: EditValue, beside: { before?: string; after?: string }): void {
    const working = this.#working(object);
    const { page } = working;
    const whole = wholePath(object, path);
    const { target, missing } = walk(page.root, whole);
    const wanted = changed(working.data, whole, () => toData(value));
    const accepts = (data: Parameters<typeof same>[0]): boolean => same(data, wanted);
    const [step, ...below] = missing;
    if (step === undefined) {
      working.make(replaceValue(page, target, value), accepts);
      return;
    }
    refuseShared(target.node);
    const inner = below.reduceRight<EditValue>(wrap, value);
    const { node } = target;
    if (node.kind === 'map' && typeof step === 'string') {
      const index = indexFor(
        node.entries.map((entry) => entry.key),
        step,
        path.slice(0, path.length - missing.length),
        beside,
      );
      if (node.entries.length === 0) working.make(replaceValue(page, target, { [step]: inner }), accepts);
      else working.make(insertOutsideBlocks(page, node, index, step, inner), accepts);
    } else if (node.kind === 'list' && step === node.items.length) {
      if (node.items.length === 0) working.make(replaceValue(page, target, [inner]), accepts);
      else working.make(inSameBlock(page, node.start, appendItem(page, node, inner)), accepts);
    } else if (node.kind === 'scalar' && node.value === null) {
      working.make(replaceValue(page, target, wrap(inner, step)), accepts);
    } else {
      throw new CannotEdit(`${path.join('.')} does not fit what is written there.`);
    }
  }
}

/** The object as one that stands in a file; a live object does not. */
function inText(object: KubeObject): ManifestObject {
  if (object instanceof ManifestObject) return object;
  throw new CannotEdit('This object stands in no file.');
}

/** The path from the root of the object's document. */
function wholePath(object: KubeObject, path: Path): Path {
  return [...inText(object).prefix, ...path];
}

/** Inserts a key, further up where a template block (`{{ if }}`) would hold it. */
function insertOutsideBlocks(page: Page, map: MapNode, index: number, key: string, value: EditValue): Replacement[] {
  const depth = page.templateDepth(map.start);
  let at = index;
  while (at > 1 && page.templateDepth(map.entries[at - 1]?.end ?? 0) !== depth) at -= 1;
  return inSameBlock(page, map.start, insertEntry(page, map, at, key, value));
}

/** Refuses what would come into another template block than the one in which `start` stands. */
function inSameBlock(page: Page, start: number, replacements: Replacement[]): Replacement[] {
  const depth = page.templateDepth(start);
  if (replacements.every((replacement) => page.templateDepth(replacement.start) === depth)) return replacements;
  throw new CannotEdit('A template decides whether the text at this place counts.');
}

function wrap(value: EditValue, step: string | number): EditValue {
  if (typeof step === 'string') return { [step]: value };
  if (step === 0) return [value];
  throw new CannotEdit('Only a first item can be put into a new list.');
}

function indexFor(
  keys: readonly string[],
  key: string,
  path: Path,
  beside: { before?: string; after?: string },
): number {
  const before = beside.before === undefined ? -1 : keys.indexOf(beside.before);
  if (before >= 0) return before;
  const after = beside.after === undefined ? -1 : keys.indexOf(beside.after);
  return after >= 0 ? after + 1 : placeFor(key, path, keys);
}

export { CannotEdit } from './cannot-edit.ts';
export type { TextEdit } from './text-edit.ts';
export { comment, placeholder } from './value.ts';
export type { EditValue } from './value.ts';
