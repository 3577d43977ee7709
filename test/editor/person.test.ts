import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ROOT } from '../host/places.ts';
import type { Person } from './person.ts';
import { visit } from './visit.ts';
import type { Visit } from './visit.ts';

const RULE = 'storage/ephemeral-data';
const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
const VSIX = path.join(ROOT, `dist/plinth-${version}.vsix`);

// One test goes on where the one before has ended, as a person does.
describe('a person in VS Code', function () {
  this.timeout(90_000);
  let here: Visit;
  let person: Person;
  let lost = false;

  const saved = (file: string): string => readFileSync(path.join(here.workspace, file), 'utf8');

  before(async () => {
    here = await visit(VSIX, path.join(ROOT, 'test/editor/fixtures/workspace'));
    person = here.person;
  });

  // Where one step has failed, those after it would only fail for the same reason.
  beforeEach(function () {
    if (lost) this.skip();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    lost = true;
    await person.photographs('failed');
    console.error(here.log());
  });

  after(async () => {
    await here.end();
  });

  it('is left alone while there is no manifest', async () => {
    await person.opens('compose.yaml');
    await person.page.waitForTimeout(1000);
    assert.equal(await person.status().count(), 0);
  });

  it('opens a risky manifest and sees what is underlined', async () => {
    await person.opens('risky.yaml');
    await person.squiggles('error').first().waitFor();
    await person.photographs('01-squiggle');
  });

  it('sees how many risks there are in the status bar', async () => {
    await person
      .status()
      .filter({ hasText: /\d+ risks?/ })
      .waitFor();
  });

  it('sees what each database is above it', async () => {
    await person.lens('PostgreSQL 16').first().waitFor();
  });

  it('points at a problem and reads why', async () => {
    const hover = await person.pointsAt('emptyDir');
    await hover.locator('a', { hasText: RULE }).first().waitFor();
    await person.photographs('02-hover');
  });

  it('follows the problem’s link to the rule’s page', async () => {
    const hover = await person.pointsAt('emptyDir');
    await hover.locator('a', { hasText: RULE }).first().click();
    await person.reads(RULE);
    await person.photographs('03-rule-page');
    await person.returnsTo('risky.yaml');
  });

  it('mends the problem from the menu and saves', async () => {
    const before = saved('risky.yaml');
    await person.clicks('emptyDir');
    const rows = await person.asksForFixes();
    await person.photographs('04-fixes');
    await rows.first().click();
    await person.page.locator('.editor-group-container.active .tab.active.dirty').waitFor();
    await person.saves();
    assert.notEqual(saved('risky.yaml'), before);
    assert.deepEqual(
      parseAllDocuments(saved('risky.yaml')).flatMap(({ errors }) => errors),
      [],
    );
    await person.photographs('05-mended');
  });

  it('mends all that is safe', async () => {
    const before = saved('risky.yaml');
    await person.runs('Plinth: Fix All Safe Problems in This File');
    await person.page.locator('.editor-group-container.active .tab.active.dirty').waitFor();
    await person.saves();
    assert.notEqual(saved('risky.yaml'), before);
    await person.photographs('06-all-mended');
  });

  it('finds the problems in the panel', async () => {
    await person.page.keyboard.press('Control+Shift+M');
    await person.page.locator('.markers-panel').waitFor();
    await person.photographs('07-problems');
    await person.page.keyboard.press('Control+Shift+M');
  });

  it('asks for a rule and reads its page', async () => {
    await person.runs('Plinth: Explain a Rule');
    await person.answers('Explain a rule', 'ephemeral');
    await person.choices(RULE).first().click();
    await person.reads(RULE);
  });
});
