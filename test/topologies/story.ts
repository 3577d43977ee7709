// Tests of slow things, side by side: some stories of a run go on at once, each through its chapters in order.

/** So many at once; the others wait. */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  async take(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}

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

  /** Starts the story, when it is its turn. Gives a promise for every chapter. */
  begin(turns: Turns): Map<string, Promise<void>> {
    const chapters: Chapter[] = [];
    const turn = turns.take();
    for (const { name, act } of this.#steps) {
      const last = chapters.at(-1);
      const done = last
        ? last.done.then(act, () => {
            throw new Error(`Not reached: «${last.name}» has failed.`);
          })
        : turn.then(act);
      // Whoever asks for the chapter hears of its failure; until then it is nobody's.
      done.catch(() => undefined);
      chapters.push({ name, done });
    }
    const giveBack = (): void => {
      turns.give();
    };
    (chapters.at(-1)?.done ?? turn).then(giveBack, giveBack);
    return new Map(chapters.map(({ name, done }) => [name, done]));
  }
}
