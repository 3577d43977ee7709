import type { Json } from '../../engines/model/object.ts';
import { YamlDocument } from '../documents/index.ts';
import { toJson } from '../documents/syntax.ts';
import { CannotEdit } from './cannot-edit.ts';
import type { Fragment } from './fragment.ts';
import { Page } from './page.ts';
import { Pieces } from './pieces.ts';
import type { Replacement } from './pieces.ts';
import { styleOf } from './style.ts';
import type { Style } from './style.ts';

/** A document under change. Each edit is tried on the text and read again: what does not give exactly the wanted data is refused. */
export class WorkingDocument {
  readonly original: YamlDocument;
  readonly style: Style;
  /** Documents to be written behind this one. */
  readonly appended: Fragment[] = [];
  #present: YamlDocument;
  #pieces: Pieces;

  constructor(original: YamlDocument) {
    this.original = original;
    this.style = styleOf(original);
    this.#present = original;
    this.#pieces = new Pieces(original.text);
  }

  get page(): Page {
    return new Page(this.#present, this.style);
  }

  get data(): Json {
    return toJson(this.#present.syntax);
  }

  replacements(): Replacement[] {
    return this.#pieces.replacements();
  }

  /** Makes the replacements if they are harmless and give what `accepts` approves of. */
  tries(replacements: readonly Replacement[], accepts: (data: Json) => boolean): boolean {
    const { page } = this;
    for (const { start, end } of replacements) {
      if (page.holdsTemplate(start, end)) {
        throw new CannotEdit('A template stands in the text that would have to change.');
      }
    }
    const pieces = this.#pieces.with(replacements);
    const { file, endState } = this.original;
    const next = new YamlDocument(file, pieces.text(), endState, 0);
    if (next.problems.length > this.#present.problems.length || !accepts(toJson(next.syntax))) return false;
    this.#pieces = pieces;
    this.#present = next;
    return true;
  }

  /** Like {@link tries}, but throws where the replacements do not give what is wanted. */
  make(replacements: readonly Replacement[], accepts: (data: Json) => boolean): void {
    if (!this.tries(replacements, accepts)) {
      throw new CannotEdit('The text is written in a way that this change cannot be put into safely.');
    }
  }
}
