import type { YamlDocument } from '../documents/index.ts';
import type { SyntaxNode } from '../documents/syntax.ts';

/** How the author of a document writes. */
export interface Style {
  /** Spaces by which a map is indented below its key. */
  readonly indent: number;
  /** Dashes stand deeper than the key of their list, not below it. */
  readonly indentedLists: boolean;
  readonly quote: '"' | "'";
  readonly lineBreak: '\n' | '\r\n';
  /** `{ a: 1 }`, not `{a: 1}`. */
  readonly spacedBraces: boolean;
}

/** How many further documents of the file are asked where a document itself does not show the style. */
const NEIGHBOURS = 4;

/** The style of a document, from what it holds, and from its neighbours in the file where it says too little. */
export function styleOf(document: YamlDocument): Style {
  const count = new StyleCount();
  count.add(document);
  if (count.isUndecided()) {
    const { documents } = document.file;
    const index = documents.indexOf(document);
    for (const neighbour of documents.slice(Math.max(index - NEIGHBOURS, 0), index + NEIGHBOURS)) {
      if (neighbour !== document && count.isUndecided()) count.add(neighbour);
    }
  }
  return count.style(document);
}

class StyleCount {
  readonly #indents = new Map<number, number>();
  #indented = 0;
  #unindented = 0;
  #single = 0;
  #double = 0;
  #spaced = 0;
  #tight = 0;

  isUndecided(): boolean {
    return this.#indented + this.#unindented === 0 || this.#indents.size === 0;
  }

  add(document: YamlDocument): void {
    this.#visit(document.syntax, document.text);
  }

  style(document: YamlDocument): Style {
    const [indent] = [...this.#indents].sort((left, right) => right[1] - left[1])[0] ?? [2];
    const text = document.text.includes('\n') ? document.text : document.file.text();
    return {
      indent,
      indentedLists: this.#indented >= this.#unindented,
      quote: this.#single > this.#double ? "'" : '"',
      lineBreak: /\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n',
      spacedBraces: this.#spaced >= this.#tight,
    };
  }

  #visit(node: SyntaxNode | undefined, text: string): void {
    if (node?.kind === 'scalar') {
      if (node.style === 'single') this.#single += 1;
      if (node.style === 'double') this.#double += 1;
    } else if (node?.kind === 'list') {
      for (const item of node.items) this.#visit(item, text);
    } else if (node?.kind === 'map') {
      if (node.flow && node.entries.length > 0) {
        if (text[node.start + 1] === ' ') this.#spaced += 1;
        else if (!/\s/.test(text[node.start + 1] ?? ' ')) this.#tight += 1;
      }
      const column = columnOf(text, node.start);
      for (const { value } of node.entries) {
        if (!node.flow && value.kind === 'map' && !value.flow) {
          const indent = columnOf(text, value.start) - column;
          this.#indents.set(indent, (this.#indents.get(indent) ?? 0) + 1);
        } else if (!node.flow && value.kind === 'list' && !value.flow) {
          if (columnOf(text, value.start) > column) this.#indented += 1;
          else this.#unindented += 1;
        }
        this.#visit(value, text);
      }
    }
  }
}

/** Where the line of `offset` begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line of `offset` ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  if (feed < 0) return text.length;
  return feed > offset && text[feed - 1] === '\r' ? feed - 1 : feed;
}

/** Behind the line break of the line of `offset`. */
export function nextLine(text: string, offset: number): number {
  return text.indexOf('\n', offset) + 1 || text.length;
}

/** The column of `offset` in its line; a byte order mark takes none. */
export function columnOf(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return offset - start - (text[start] === '\uFEFF' ? 1 : 0);
}
