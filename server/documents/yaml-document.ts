import type { Comment } from './parse.ts';
import { LineTable } from './lines.ts';
import { ManifestObject } from './manifest-object.ts';
import type { Problem } from './problems.ts';
import { readDocument } from './read-document.ts';
import type { Reading } from './read-document.ts';
import type { SourceFile } from './source-file.ts';
import type { EndState } from './split.ts';
import { resolved } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';

/**
 * One YAML document of a file. It is read when somebody asks for it, and once only; what stands before it in the file may change
 * without its being read again.
 */
export class YamlDocument {
  readonly file: SourceFile;
  readonly text: string;
  /** How its text ends, for the splitter. */
  readonly endState: EndState;
  /** How many line breaks it holds. */
  readonly lineBreaks: number;
  #startOffset = 0;
  #startLine = 0;
  #lines: LineTable | undefined;
  #reading: Reading | undefined;
  #objects: readonly ManifestObject[] | undefined;

  constructor(file: SourceFile, text: string, endState: EndState, lineBreaks: number) {
    this.file = file;
    this.text = text;
    this.endState = endState;
    this.lineBreaks = lineBreaks;
  }

  /** Where the document begins in the file, now. */
  get startOffset(): number {
    return this.#startOffset;
  }

  /** The line on which the document begins in the file, now. */
  get startLine(): number {
    return this.#startLine;
  }

  /** Says where the document stands now; for its file alone. */
  place(startOffset: number, startLine: number): void {
    this.#startOffset = startOffset;
    this.#startLine = startLine;
  }

  /** Lines and offsets within the document. */
  get lines(): LineTable {
    this.#lines ??= new LineTable(this.text);
    return this.#lines;
  }

  get #read(): Reading {
    this.#reading ??= readDocument(this.text);
    return this.#reading;
  }

  get problems(): readonly Problem[] {
    return this.#read.problems;
  }

  get comments(): readonly Comment[] {
    return this.#read.comments;
  }

  /** The syntax of the whole document; undefined where it is empty or cannot be read. */
  get syntax(): SyntaxNode | undefined {
    return this.#read.root;
  }

  /** The text with templates masked, of the same length as `text`. */
  get masked(): string {
    return this.#read.masked;
  }

  /** True when any map or list may hold more than can be seen. */
  get open(): boolean {
    return this.#read.open;
  }

  /** The Kubernetes objects: the document itself, or the items of a `List`. Documents whose root is no map have none. */
  get objects(): readonly ManifestObject[] {
    this.#objects ??= this.#findObjects();
    return this.#objects;
  }

  /** The whole document as one object, whatever it holds: for kustomizations, values and lists of patches. */
  get root(): ManifestObject | undefined {
    const node = this.syntax;
    if (!node) return undefined;
    const [first] = this.objects;
    return first?.prefix.length === 0 ? first : new ManifestObject(this, node, []);
  }

  #findObjects(): ManifestObject[] {
    const root = resolved(this.syntax);
    if (root?.kind !== 'map') return [];
    const whole = new ManifestObject(this, root, []);
    if (!whole.kind.endsWith('List')) return [whole];
    const items = resolved(root.entry('items')?.value);
    if (items?.kind !== 'list') return [whole];
    // Items of a typed list (`PodList`) may leave out what the list's own kind says.
    const itemKind = whole.kind.slice(0, -'List'.length);
    const context = itemKind === '' ? {} : { kind: itemKind, apiVersion: whole.apiVersion };
    return items.items.flatMap((item, index) =>
      resolved(item)?.kind === 'map' ? [new ManifestObject(this, item, ['items', index], context)] : [],
    );
  }
}
