import type { FrameLocator, Locator } from 'playwright-core';
import type { Person } from './person.ts';

/** The page of an operation in front, as a person uses it. */
export class OperationPage {
  readonly #person: Person;

  constructor(person: Person) {
    this.#person = person;
  }

  /** The page that is shown: those behind it keep their frames. */
  get frame(): FrameLocator {
    return this.#person.page
      .locator('iframe.webview.ready:visible')
      .last()
      .contentFrame()
      .locator('iframe#active-frame')
      .contentFrame();
  }

  heading(name: string | RegExp): Locator {
    return this.frame.getByRole('heading', { name });
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  /** Types into the field with this label, where there is one. */
  async types(label: RegExp, text: string): Promise<void> {
    const field = this.frame.getByLabel(label);
    if ((await field.count()) > 0) await field.fill(text);
  }

  /** Presses a button by the keyboard alone, as who uses no mouse does. */
  async presses(name: string): Promise<void> {
    // While a plan is being made, the buttons are there and wait.
    const button = this.button(name).and(this.frame.locator(':enabled'));
    await button.waitFor();
    await button.focus();
    await this.#person.page.keyboard.press('Enter');
  }

  /** Waits until it has ended; gives how: `done`, `rolled back`. */
  async ends(timeout: number): Promise<string> {
    const heading = this.heading(/^Ended: /u);
    await heading.waitFor({ timeout });
    return (await heading.innerText()).replace('Ended: ', '');
  }

  /** Reads again and again what the page says that fits, until what it gives is called: that gives each text once, in their order. */
  listens(pattern: RegExp): () => Promise<string[]> {
    const said: string[] = [];
    const end = new AbortController();
    const listening = (async (): Promise<void> => {
      while (!end.signal.aborted) {
        const [text] = pattern.exec(await this.text()) ?? [];
        if (text !== undefined && said.at(-1) !== text) said.push(text);
        await this.#person.page.waitForTimeout(50);
      }
    })();
    return async () => {
      end.abort();
      await listening;
      return said;
    };
  }

  /** All that the page says, for messages. */
  async text(): Promise<string> {
    return this.frame.locator('main').innerText();
  }
}
