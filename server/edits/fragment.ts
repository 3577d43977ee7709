import type { Placeholder } from './value.ts';

/** A place to fill in, as offsets into the text of a fragment. */
export interface Hole {
  readonly start: number;
  readonly end: number;
  readonly choices: readonly string[];
}

/** Text to write, and the places in it that its author has to fill in. */
export class Fragment {
  #text = '';
  readonly #holes: Hole[] = [];

  static of(text: string): Fragment {
    return new Fragment().write(text);
  }

  get text(): string {
    return this.#text;
  }

  get holes(): readonly Hole[] {
    return this.#holes;
  }

  write(text: string): this {
    this.#text += text;
    return this;
  }

  /** Writes a placeholder's text, which `shown` may give in quotes. */
  hole(placeholder: Placeholder, shown: string): this {
    const quotes = shown === placeholder.text ? 0 : 1;
    const start = this.#text.length + quotes;
    this.#text += shown;
    this.#holes.push({ start, end: this.#text.length - quotes, choices: placeholder.choices });
    return this;
  }

  add(other: Fragment): this {
    const base = this.#text.length;
    this.#text += other.text;
    for (const hole of other.holes) this.#holes.push({ ...hole, start: hole.start + base, end: hole.end + base });
    return this;
  }

  /** The part between two offsets; holes that are cut are no holes any more. */
  slice(start: number, end: number): Fragment {
    const part = Fragment.of(this.#text.slice(start, end));
    for (const hole of this.#holes) {
      if (hole.start >= start && hole.end <= end) {
        part.#holes.push({ ...hole, start: hole.start - start, end: hole.end - start });
      }
    }
    return part;
  }
}
