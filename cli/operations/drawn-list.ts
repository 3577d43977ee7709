import { Listr, type ListrTaskWrapper } from 'listr2';
import { plain } from './plain.ts';

type Wrapper = Pick<ListrTaskWrapper<unknown, never, never>, 'output' | 'skip'>;

/** How a line is drawn at its end. */
export type Verdict = { readonly state: 'done' } | { readonly state: 'failed' | 'skipped'; readonly why: string };

/** Where lines are drawn; tests draw them nowhere. */
export type Renderer = 'default' | 'silent';

/** One line, with what is told below it until it has ended. What comes before it is drawn is kept. */
export class DrawnLine {
  readonly title: string;
  readonly verdict: Promise<Verdict>;
  #judge: (verdict: Verdict) => void = () => undefined;
  #wrapper: Wrapper | undefined;
  #output = '';

  constructor(title: string) {
    this.title = plain(title);
    this.verdict = new Promise((resolve) => (this.#judge = resolve));
  }

  async draw(wrapper: Wrapper): Promise<void> {
    this.#wrapper = wrapper;
    if (this.#output !== '') wrapper.output = this.#output;
    const verdict = await this.verdict;
    const why = 'why' in verdict && verdict.why !== '' ? ` (${plain(verdict.why)})` : '';
    if (verdict.state === 'failed') throw new Error(`${this.title}${why}`);
    if (verdict.state === 'skipped') wrapper.skip(`${this.title}${why}`);
  }

  tell(text: string): void {
    this.#output = plain(text);
    if (this.#wrapper !== undefined) this.#wrapper.output = this.#output;
  }

  /** The first verdict counts. */
  end(verdict: Verdict): void {
    this.#judge(verdict);
  }
}

/** Lines that are drawn in place, one after the other, each with a sign of how it stands. */
export class DrawnList {
  readonly #lines: ReadonlyMap<string, DrawnLine>;
  readonly #list: Listr<unknown, 'default' | 'silent', 'simple' | 'silent'>;
  readonly #drawn: Promise<unknown>;

  /** `titles` by the ids of the lines. It is drawn once `before` has ended. */
  constructor(titles: ReadonlyMap<string, string>, renderer: Renderer, before: Promise<unknown> = Promise.resolve()) {
    this.#lines = new Map([...titles].map(([id, title]) => [id, new DrawnLine(title)]));
    const tasks = [...this.#lines.values()].map((line) => ({
      title: line.title,
      task: (_: unknown, wrapper: Wrapper) => line.draw(wrapper),
    }));
    const silent = renderer === 'silent';
    this.#list = new Listr(tasks, {
      exitOnError: false,
      registerSignalListeners: false,
      renderer,
      fallbackRenderer: silent ? 'silent' : 'simple',
    });
    // What failed is drawn, and told once more at the end.
    this.#drawn = before.then(() => this.#list.run()).catch(() => undefined);
  }

  line(id: string): DrawnLine | undefined {
    return this.#lines.get(id);
  }

  /** Every line that has not ended is left out; resolves when all is drawn. */
  async close(why: string): Promise<void> {
    for (const line of this.#lines.values()) line.end({ state: 'skipped', why });
    await this.#drawn;
  }

  /** How each line stands, for tests. */
  get states(): readonly string[] {
    return this.#list.tasks.map(({ title = '', state }) => `${title}: ${state}`);
  }
}
