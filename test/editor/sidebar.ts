import type { Locator, Page } from 'playwright-core';
import type { Person } from './person.ts';

/** The view «Databases» as a person uses it. */
export class Sidebar {
  readonly #person: Person;
  readonly #page: Page;

  constructor(person: Person) {
    this.#person = person;
    this.#page = person.page;
  }

  /** Shows the view. */
  async opens(): Promise<void> {
    await this.#page.locator('.activitybar').getByRole('tab', { name: 'Plinth' }).click();
    await this.view().waitFor();
  }

  /** Drags the view's border until it is as wide, in pixels. */
  async widens(width: number): Promise<void> {
    const box = await this.#page.locator('.part.sidebar').boundingBox();
    if (box === null) throw new Error('the sidebar is not shown');
    await this.#page.mouse.move(box.x + box.width, box.y + 500);
    await this.#page.mouse.down();
    await this.#page.mouse.move(box.x + width, box.y + 500, { steps: 5 });
    await this.#page.mouse.up();
    await this.#page.mouse.move(box.x + width + 200, box.y + 5);
  }

  view(): Locator {
    return this.#page.locator('.part.sidebar .composite.viewlet[id*="plinth"]');
  }

  /** Rows whose label, or label and description, match. */
  rows(name: RegExp | string): Locator {
    return this.view().locator('.monaco-list-row', { hasText: name });
  }

  /** The row with exactly this label. */
  row(label: string): Locator {
    return this.view()
      .locator('.monaco-list-row', { has: this.#labelled(label) })
      .first();
  }

  #labelled(label: string): Locator {
    return this.#page.locator('.label-name').locator(`xpath=self::*[normalize-space(.)=${JSON.stringify(label)}]`);
  }

  /** All rows as text, for messages. */
  async text(): Promise<string> {
    return (await this.view().locator('.monaco-list-row').allInnerTexts()).join('\n').replaceAll(/\n+/gu, '\n');
  }

  /** Unfolds the row with this label, where it is folded. */
  async unfolds(label: string): Promise<void> {
    const row = this.row(label);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
    await this.view()
      .locator('.monaco-list-row[aria-expanded="true"]', { has: this.#labelled(label) })
      .first()
      .waitFor();
  }

  /** Presses the button of a row that shows when one points at it. */
  async presses(label: string, action: string): Promise<void> {
    const row = this.row(label);
    await row.hover();
    await row.getByRole('button', { name: action }).first().click();
  }

  /** Chooses from a row's context menu. */
  async chooses(label: string, item: string): Promise<void> {
    const row = this.row(label);
    await row.click({ button: 'right' });
    const entry = this.#page.locator('.monaco-menu .action-item', { hasText: item }).first();
    await entry.waitFor();
    // A menu takes no notice of a click that comes as soon as it is there.
    for (let tries = 0; tries < 10 && (await entry.isVisible()); tries += 1) {
      await this.#page.waitForTimeout(150);
      await entry.click({ timeout: 1000 }).catch(() => undefined);
    }
    await entry.waitFor({ state: 'hidden' });
  }

  /** Waits until a terminal shows this. */
  async terminalShows(text: RegExp): Promise<void> {
    const rows = this.#page.locator('.terminal-wrapper.active .xterm-rows');
    const screen = async (): Promise<string> => (await rows.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
    const end = Date.now() + 20_000;
    while (!text.test(await screen())) {
      if (Date.now() > end) throw new Error(`no terminal shows ${String(text)}:\n${await screen()}`);
      await this.#page.waitForTimeout(100);
    }
  }

  /** Types a line into the terminal in front. */
  async types(line: string): Promise<void> {
    await this.#page.locator('.terminal-wrapper.active .xterm-screen').first().click();
    await this.#page.keyboard.type(`${line}\n`);
  }

  photographs(name: string): Promise<void> {
    return this.#person.photographs(name);
  }
}
