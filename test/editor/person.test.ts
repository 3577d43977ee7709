import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ROOT } from '../host/places.ts';
import type { Person } from './person.ts';
import { visit } from './visit.ts';
import type { Visit } from './visit.ts';

const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
const VSIX = path.join(ROOT, `dist/plinth-${version}.vsix`);

/** Redis whose data lies in memory; its probe kills it while it loads. */
const FILE = 'risky/redis/redis.yaml';
const RULE = 'storage/ephemeral-data';

// One test goes on where the one before has ended, as a person does.
describe('a person in VS Code', function () {
  this.timeout(90_000);
  let here: Visit;
  let person: Person;
  let lost = false;

  /** What is on disk; it must be YAML whatever was done. */
  function saved(): string {
    const text = readFileSync(path.join(here.workspace, FILE), 'utf8');
    assert.deepEqual(
      parseAllDocuments(text).flatMap(({ errors }) => errors),
      [],
    );
    return text;
  }

  before(async () => {
    here = await visit(VSIX, path.join(ROOT, 'examples'));
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
    await person.opens('README.md');
    await person.page.waitForTimeout(1000);
    assert.equal(await person.status().count(), 0);
  });

  it('opens a risky manifest and sees what is underlined', async () => {
    await person.opens(FILE);
    await person.squiggles('warning').first().waitFor();
    await person.photographs('01-squiggles');
    await person.goesTo('End');
    await person.squiggles('error').first().waitFor();
  });

  it('sees how many risks there are in the status bar', async () => {
    await person
      .status()
      .filter({ hasText: /\d+ risks/ })
      .waitFor();
  });

  it('points at a problem and reads why', async () => {
    const hover = await person.pointsAt('emptyDir');
    await hover.getByText('all data is gone').first().waitFor();
    await person.photographs('02-hover');
  });

  it('follows the problem’s link to the rule’s page', async () => {
    await person.followsLink('emptyDir', RULE);
    await person.reads(RULE);
    await person.photographs('03-rule-page');
    await person.returnsTo('redis.yaml');
  });

  it('follows the hover’s own link too', async () => {
    await person.followsLink('emptyDir', 'Examples, fixes and sources');
    await person.reads(RULE);
    await person.returnsTo('redis.yaml');
  });

  it('sees above a database what it is, and goes through its risks', async () => {
    await person.goesTo('Home');
    await person.lens('Redis 7').first().click();
    await person.page.locator('.zone-widget.reference-zone-widget, .zone-widget .peekview-widget').first().waitFor();
    await person.photographs('04-risks-of-a-database');
    await person.page.keyboard.press('Escape');
  });

  it('finds the problems in the panel and goes to one', async () => {
    await person.page.keyboard.press('Control+Shift+M');
    await person.problems('redis.yaml').or(person.problems('cassandra.yaml')).first().waitFor();
    await person.photographs('05-problems');
    await person.page.getByPlaceholder(/^Filter \(e\.g\./).fill('Redis writes');
    const problem = person.problems('Redis writes to /data').first();
    await problem.waitFor();
    await problem.dblclick();
    await person.runs('View: Hide Panel');
    await person.page.locator('.markers-panel').waitFor({ state: 'hidden' });
  });

  it('says why one finding is fine', async () => {
    await person.clicks('periodSeconds');
    const rows = await person.asksForFixes();
    await rows.filter({ hasText: 'Suppress probes/aggressive-liveness' }).click();
    await person.line('plinth-ignore').first().waitFor();
    await person.page.keyboard.type('the queue is small');
    await person.page.keyboard.press('Escape');
    await person.saves();
    assert.match(saved(), /# plinth-ignore probes\/aggressive-liveness -- the queue is small\n/);
  });

  it('mends the data’s place from the menu and saves', async () => {
    await person.clicks('emptyDir');
    const rows = await person.asksForFixes();
    await rows.filter({ hasText: 'claim template' }).first().waitFor();
    await person.photographs('06-fixes');
    await rows.filter({ hasText: 'claim template' }).first().click();
    await person.squiggles('error').first().waitFor({ state: 'detached' });
    await person.page.keyboard.press('Escape');
    await person.saves();
    assert.match(saved(), /^ {2}volumeClaimTemplates:\n {4}- metadata:\n {8}name: data$/m);
    await person.photographs('07-mended');
  });

  it('mends all that is safe, and nothing is left to warn of', async () => {
    await person.runs('Plinth: Fix All Safe Problems in This File');
    await person.line('readinessProbe').first().waitFor();
    await person.squiggles('warning').first().waitFor({ state: 'detached' });
    await person.saves();
    const text = saved();
    assert.match(text, /^ {10}startupProbe:$/m);
    assert.match(text, /REDISCLI_AUTH/);
    assert.match(text, /^# Redis as a queue/);
    await person.photographs('08-all-mended');
  });

  it('lints the workspace and is told what was found', async () => {
    await person.runs('Plinth: Lint Workspace');
    await person.toast(/\d+ risks found: \d+ databases in \d+ files/).waitFor();
    await person.photographs('09-workspace');
  });

  it('asks for a rule and reads its page', async () => {
    await person.runs('Plinth: Explain a Rule');
    await person.answers('Explain a rule', 'ephemeral');
    await person.choices(RULE).first().click();
    await person.reads(RULE);
  });
});
