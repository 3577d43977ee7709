import { MASK_CHARACTER } from '../../engines/model/object.ts';
import type { YamlDocument } from '../documents/index.ts';
import { findActions } from '../documents/template-actions.ts';
import type { ListNode, MapNode, SyntaxNode } from '../documents/syntax.ts';
import { Fragment } from './fragment.ts';
import type { Replacement } from './pieces.ts';
import { BlockWriter } from './render.ts';
import type { FlowOptions } from './render.ts';
import { lineStart, nextLine } from './style.ts';
import type { Style } from './style.ts';

/** A document as the planning of edits sees it: its present text and syntax, and how its author writes. */
export class Page {
  readonly text: string;
  readonly masked: string;
  readonly root: SyntaxNode | undefined;
  readonly style: Style;
  readonly writer: BlockWriter;
  /** A JSON file. */
  readonly json: boolean;

  constructor(document: YamlDocument, style: Style) {
    this.text = document.text;
    this.masked = document.masked;
    this.root = document.syntax;
    this.style = style;
    this.writer = new BlockWriter(style);
    this.json = document.file.language === 'json';
  }

  replace(start: number, end: number, fragment: Fragment | string): Replacement {
    return { start, end, fragment: typeof fragment === 'string' ? Fragment.of(fragment) : fragment };
  }

  /** A line break and the white space with which the line of `offset` begins. */
  newLineLike(offset: number): string {
    const start = lineStart(this.text, offset);
    return this.style.lineBreak + (/^[ \t]*/.exec(this.text.slice(start, offset))?.[0] ?? '');
  }

  /** Only white space stands before `offset` on its line. */
  beginsLine(offset: number): boolean {
    return this.text.slice(lineStart(this.text, offset), offset).trim() === '';
  }

  /** Where the comment lines directly above the line of `offset` begin that are indented like it. */
  startOfComments(offset: number): number {
    let start = lineStart(this.text, offset);
    const indent = this.text.slice(start, offset);
    while (start > 0) {
      const above = lineStart(this.text, start - 1);
      const line = this.text.slice(above, start);
      if (!line.startsWith(`${indent}#`)) break;
      start = above;
    }
    return start;
  }

  /** Where what follows a value goes: behind the line on which it ends, or at `end` where that already begins a line. */
  afterLine(end: number): number {
    return end > 0 && this.text[end - 1] === '\n' ? end : nextLine(this.text, end);
  }

  /** How a value inside the braces or brackets of `container` is written. */
  flowOptions(container: MapNode | ListNode): FlowOptions {
    const first = firstStart(container);
    const keyed = container.kind === 'map' && this.text[container.entries[0]?.keyStart ?? -1] === '"';
    const json = this.json || keyed;
    if (first === undefined) {
      const lines = this.json && this.text.trim().includes('\n');
      return lines ? { json, lines: { newLine: this.newLineLike(container.start), step: this.#jsonStep() } } : { json };
    }
    if (!json || !this.beginsLine(first)) return { json };
    const newLine = this.newLineLike(first);
    const outer = this.newLineLike(container.start);
    const step = newLine.startsWith(outer) && newLine.length > outer.length ? newLine.slice(outer.length) : '  ';
    return { json, lines: { newLine, step } };
  }

  /** The indentation of the first line that has one. */
  #jsonStep(): string {
    return /\n([ \t]+)\S/.exec(this.text)?.[1] ?? '  ';
  }

  /** In how many template blocks (`if`, `range`, `with`) `offset` stands: what is written there may be left out, or repeated. */
  templateDepth(offset: number): number {
    if (!this.text.includes('{{')) return 0;
    let depth = 0;
    for (const { start, end } of findActions(this.text)) {
      if (start >= offset) break;
      const content = this.text.slice(start, end);
      if (/^\{\{-?\s*(if|range|with|block|define)\b/.test(content)) depth += 1;
      if (/^\{\{-?\s*end\b/.test(content)) depth -= 1;
    }
    return depth;
  }

  /** True when a template stands in [start, end). */
  holdsTemplate(start: number, end: number): boolean {
    return this.masked.slice(start, end).includes(MASK_CHARACTER) || /\{\{|\}\}/.test(this.templated(start, end));
  }

  /** The original text where it differs from the masked one; lines of template actions are blank there. */
  templated(start: number, end: number): string {
    const text = this.text.slice(start, end);
    return this.masked.slice(start, end) === text ? '' : text;
  }
}

function firstStart(container: MapNode | ListNode): number | undefined {
  return container.kind === 'map' ? container.entries[0]?.keyStart : container.items[0]?.start;
}
