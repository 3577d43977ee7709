import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ROOT } from '../host/places.ts';

const SHOTS = path.join(ROOT, 'out/screenshots');

/** Whoever sits in front of VS Code: sees what is on the screen, moves the mouse and types. */
export class Person {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits until the editor and its files are there. */
  async arrives(): Promise<void> {
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
  }

  /** Opens a file of the folder by its path; the folders on the way are unfolded. */
  async opens(file: string): Promise<void> {
    const names = file.split('/');
    for (const [index, name] of names.entries()) {
      const row = this.page.locator('.explorer-folders-view').getByRole('treeitem', { name, exact: true }).first();
      await row.waitFor();
      if (index < names.length - 1) {
        if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
      } else {
        await row.dblclick();
        await this.tab(name).waitFor();
        await this.line('').first().waitFor();
      }
    }
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name: name });
  }

  /** Brings a file to the front that is open already. */
  async returnsTo(name: string): Promise<void> {
    await this.tab(name).click();
    await this.line('').first().waitFor();
  }

  /** Lines of the active editor that hold this text. */
  line(text: string): Locator {
    return this.page.locator('.editor-group-container.active .view-line', { hasText: text });
  }

  /** Puts the cursor at the start or the end of the active file, which brings it into sight. */
  async goesTo(where: 'Home' | 'End'): Promise<void> {
    await this.page.locator('.editor-group-container.active .view-lines').first().click();
    await this.page.keyboard.press(`Control+${where}`);
  }

  /** What is underlined as a problem in the active editor. */
  squiggles(severity: 'error' | 'warning' | 'info'): Locator {
    return this.page.locator(`.editor-group-container.active .squiggly-${severity}`);
  }

  /** Points at a word until its hover is there. */
  async pointsAt(word: string): Promise<Locator> {
    const place = this.line(word).first().locator('span', { hasText: word }).last();
    const hover = this.page.locator('.monaco-hover:visible').first();
    // An editor that still scrolls takes no notice of the mouse.
    for (let tries = 0; tries < 5 && !(await hover.isVisible()); tries += 1) {
      await this.page.mouse.move(0, 0);
      await place.hover();
      await hover.waitFor({ timeout: 2000 }).catch(() => undefined);
    }
    await hover.waitFor();
    return hover;
  }

  /** Points at a text and follows a link of what is shown there. A hover that is drawn while problems still come in goes away again. */
  async followsLink(text: string, link: string): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      const hover = await this.pointsAt(text);
      try {
        await hover.locator('a', { hasText: link }).first().click({ timeout: 3000 });
        return;
      } catch (error) {
        if (tries === 4) throw error;
        await this.page.keyboard.press('Escape');
        await this.page.mouse.move(0, 0);
      }
    }
  }

  /** Puts the cursor at the end of the first line with this text. */
  async clicks(text: string): Promise<void> {
    await this.line(text).first().click();
    await this.page.keyboard.press('End');
    await this.page.keyboard.press('ArrowLeft');
  }

  /** Opens the menu of fixes at the cursor and gives its rows. */
  async asksForFixes(): Promise<Locator> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    // A menu that opens while problems are still coming in closes again.
    for (let tries = 0; tries < 5 && !(await rows.first().isVisible()); tries += 1) {
      await this.page.keyboard.press('Control+.');
      await rows
        .first()
        .waitFor({ timeout: 3000 })
        .catch(() => undefined);
    }
    await rows.first().waitFor();
    return rows;
  }

  /** Saves the active file and waits until it is on disk. */
  async saves(): Promise<void> {
    await this.page.keyboard.press('Control+s');
    await this.page.locator('.editor-group-container.active .tab.active:not(.dirty)').waitFor();
  }

  /** Runs a command by its title. */
  async runs(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible .quick-input-filter input');
    // A page that still loads something swallows the key, and one that moves the focus closes the palette.
    for (let tries = 0; ; tries += 1) {
      try {
        await this.page.keyboard.press('F1');
        await input.fill(`>${title}`, { timeout: 2000 });
        await this.choices(title.replace(/^.*: /, '')).first().waitFor({ timeout: 2000 });
        break;
      } catch (error) {
        if (tries === 5) throw error;
      }
    }
    await this.page.keyboard.press('Enter');
  }

  /** Closes the window and opens it again, as one does after an update. */
  async comesBack(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.runs('Developer: Reload Window');
    await loaded;
  }

  /** Types into the quick pick with this title. */
  async answers(title: string, text: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget:visible', {
      has: this.page.locator('.quick-input-title', { hasText: title }),
    });
    await widget.locator('.quick-input-filter input').fill(text);
  }

  /** What is asked under this title, once it is. */
  async #asked(title: string): Promise<Locator> {
    const widget = this.page.locator('.quick-input-widget:visible', {
      has: this.page.locator('.quick-input-title', { hasText: title }),
    });
    await widget.waitFor();
    return widget;
  }

  /** Chooses the row with this text of the quick pick with this title. */
  async picks(title: string, row: string): Promise<void> {
    const widget = await this.#asked(title);
    const found = widget.locator('.quick-input-list .monaco-list-row', { hasText: row }).first();
    await found.waitFor();
    await found.click();
  }

  /** Types into the input box with this title, below which this is said, and presses Enter; `wrong` is what is said against the text: then nothing is entered. */
  async enters(title: string, said: string, text: string, wrong?: string): Promise<void> {
    const widget = await this.#asked(title);
    // Questions of one form have the same title, and follow each other at once.
    await widget.getByText(said).first().waitFor();
    const input = widget.locator('input[type="text"]:visible').first();
    await input.fill(text);
    if (wrong === undefined) await this.page.keyboard.press('Enter');
    else await widget.getByText(wrong).first().waitFor();
  }

  /** Rows of the quick pick that hold this text. */
  choices(text: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: text });
  }

  /** Code lenses of the active editor that hold this text. */
  lens(text: string): Locator {
    return this.page.locator('.editor-group-container.active .codelens-decoration', { hasText: text });
  }

  /** The status bar's item. */
  status(): Locator {
    return this.page.locator('.statusbar-item[id$="plinth.status"]:visible');
  }

  /** Rows of the Problems panel that hold this text. */
  problems(text: string): Locator {
    return this.page.locator('.markers-panel .monaco-list-row', { hasText: text });
  }

  /** The document inside the active editor's webview, once it shows this heading. */
  async reads(heading: string): Promise<Locator> {
    const frames = this.page.locator('iframe.webview.ready');
    const end = Date.now() + 15_000;
    for (;;) {
      for (let index = (await frames.count()) - 1; index >= 0; index -= 1) {
        const document = frames.nth(index).contentFrame().locator('iframe#active-frame').contentFrame();
        const found = document.getByRole('heading', { name: heading });
        if ((await found.count()) > 0) return found.first();
      }
      if (Date.now() > end) throw new Error(`no page shows the heading «${heading}»`);
      await this.page.waitForTimeout(100);
    }
  }

  /** Messages in the corner that hold this text. */
  toast(text: RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  /** Keeps a picture of the whole window in out/screenshots. */
  async photographs(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(SHOTS, `${name}.png`), animations: 'disabled', caret: 'hide' });
  }
}
