import { Fragment } from './fragment.ts';

/** A replacement in one text: [start, end) gives way to the fragment. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly fragment: Fragment;
}

type Piece =
  | { readonly old: true; readonly start: number; readonly end: number }
  | { readonly old: false; readonly fragment: Fragment };

function lengthOf(piece: Piece): number {
  return piece.old ? piece.end - piece.start : piece.fragment.text.length;
}

/** A text under change, as a sequence of parts of the original and of what was written: so many changes become few edits. */
export class Pieces {
  readonly #original: string;
  #pieces: Piece[];

  constructor(original: string, pieces: Piece[] = [{ old: true, start: 0, end: original.length }]) {
    this.#original = original;
    this.#pieces = pieces;
  }

  text(): string {
    return this.#pieces
      .map((piece) => (piece.old ? this.#original.slice(piece.start, piece.end) : piece.fragment.text))
      .join('');
  }

  /** The same after replacements, whose offsets count in the present text and which do not overlap. */
  with(replacements: readonly Replacement[]): Pieces {
    let pieces = this.#pieces;
    for (const { start, end, fragment } of [...replacements].sort((left, right) => right.start - left.start)) {
      pieces = [...part(pieces, 0, start), { old: false, fragment }, ...part(pieces, end, Infinity)];
    }
    return new Pieces(this.#original, pieces);
  }

  /** What changes the original into the present text. */
  replacements(): Replacement[] {
    const result: Replacement[] = [];
    let fragment = new Fragment();
    let at = 0;
    const flush = (end: number): void => {
      if (end > at || fragment.text !== '') result.push({ start: at, end, fragment });
      fragment = new Fragment();
    };
    for (const piece of this.#pieces) {
      if (!piece.old) fragment.add(piece.fragment);
      else if (piece.end > piece.start) {
        flush(piece.start);
        at = piece.end;
      }
    }
    flush(this.#original.length);
    return result;
  }
}

/** The pieces of [start, end). */
function part(pieces: readonly Piece[], start: number, end: number): Piece[] {
  const result: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const length = lengthOf(piece);
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, length);
    if (from < to) {
      result.push(
        piece.old
          ? { old: true, start: piece.start + from, end: piece.start + to }
          : { old: false, fragment: piece.fragment.slice(from, to) },
      );
    }
    at += length;
  }
  return result;
}
