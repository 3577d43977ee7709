import type { TextEdit } from '../edits/index.ts';

/** A part of a text: one of the original's, or a new one. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/** Several rounds of edits of one text, each in the offsets that the round before has left; in the end one list of edits of the original. */
export class ComposedEdits {
  readonly #original: string;
  #pieces: Piece[];

  constructor(original: string) {
    this.#original = original;
    this.#pieces = [{ start: 0, end: original.length }];
  }

  /** The text as it is now. */
  get text(): string {
    return this.#pieces.map((piece) => this.#textOf(piece)).join('');
  }

  /** Applies edits that do not touch each other. */
  apply(edits: readonly TextEdit[]): void {
    for (const { start, end, text } of [...edits].sort((a, b) => b.start - a.start)) {
      const [before, rest] = this.#split(this.#pieces, start);
      const [, after] = this.#split(rest, end - start);
      this.#pieces = text === '' ? [...before, ...after] : [...before, { text }, ...after];
    }
  }

  /** The edits that make the original what it is now. */
  edits(): TextEdit[] {
    const edits: TextEdit[] = [];
    let at = 0;
    let text = '';
    const close = (until: number): void => {
      if (text !== '' || until > at) edits.push({ start: at, end: until, text });
      text = '';
    };
    for (const piece of this.#pieces) {
      if ('text' in piece) {
        text += piece.text;
      } else if (piece.end > piece.start) {
        close(piece.start);
        at = piece.end;
      }
    }
    close(this.#original.length);
    return edits;
  }

  #textOf(piece: Piece): string {
    return 'text' in piece ? piece.text : this.#original.slice(piece.start, piece.end);
  }

  /** The pieces before and behind `offset` characters. */
  #split(pieces: readonly Piece[], offset: number): [Piece[], Piece[]] {
    let left = offset;
    for (const [index, piece] of pieces.entries()) {
      const length = 'text' in piece ? piece.text.length : piece.end - piece.start;
      if (left < length) {
        const [first, second] = cut(piece, left);
        return [
          [...pieces.slice(0, index), ...(left > 0 ? [first] : [])],
          [second, ...pieces.slice(index + 1)],
        ];
      }
      left -= length;
    }
    return [[...pieces], []];
  }
}

function cut(piece: Piece, at: number): [Piece, Piece] {
  if ('text' in piece) return [{ text: piece.text.slice(0, at) }, { text: piece.text.slice(at) }];
  return [
    { start: piece.start, end: piece.start + at },
    { start: piece.start + at, end: piece.end },
  ];
}
