// Tests of slow things, side by side: all stories of a run start at once, each goes through its chapters in order.

interface Chapter {
  readonly name: string;
  readonly done: Promise<void>;
}

/** What happens to one database, in order. A chapter that fails ends its story: those after it fail for that reason. */
export class Story {
  readonly #steps: { readonly name: string; readonly act: () => Promise<void> }[] = [];

  constructor(readonly title: string) {}

  chapter(name: string, act: () => Promise<void>): this {
    this.#steps.push({ name, act });
    return this;
  }

  /** The names of the chapters. */
  get names(): string[] {
    return this.#steps.map(({ name }) => name);
  }

  /** Starts the story. Gives a promise for every chapter. */
  begin(): Map<string, Promise<void>> {
    const chapters: Chapter[] = [];
    for (const { name, act } of this.#steps) {
      const last = chapters.at(-1);
      const done = last
        ? last.done.then(act, () => {
            throw new Error(`Not reached: «${last.name}» has failed.`);
          })
        : act();
      // Whoever asks for the chapter hears of its failure; until then it is nobody's.
      done.catch(() => undefined);
      chapters.push({ name, done });
    }
    return new Map(chapters.map(({ name, done }) => [name, done]));
  }
}
