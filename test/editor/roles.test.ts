import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JournalRecord } from '../../core/runner/journal-model.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { describeOnCluster, practise } from '../cluster/practice.ts';
import type { Practice } from '../cluster/practice.ts';
import { killForGood } from '../failover/hurt.ts';
import { ROOT } from '../host/places.ts';
import { allReady, applyTopology, makeSecret } from '../topologies/apply.ts';
import { SOUND } from '../topologies/sound-databases.ts';
import { OperationPage } from './operation-page.ts';
import type { Person } from './person.ts';
import { Sidebar } from './sidebar.ts';
import { visit } from './visit.ts';
import type { Visit } from './visit.ts';

const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
const VSIX = path.join(ROOT, `dist/plinth-${version}.vsix`);
const NAMESPACE = 'edit-roles';
const [DATABASE] = SOUND.filter(({ folder }) => folder === 'postgresql');

/** What an operation of a small database may need, in milliseconds. */
const OPERATION_MS = 240_000;
/** The tree and the picture show new roles after at most so many. */
const SOON_MS = 5_000;

const THEMES = {
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
  dark: 'Default Dark Modern',
} as const;

// One test goes on where the one before has ended, as a person does.
describeOnCluster('a person who changes who leads', function () {
  this.timeout(OPERATION_MS + 60_000);
  const leave: (() => unknown)[] = [];
  let practice: Practice;
  let here: Visit;
  let person: Person;
  let sidebar: Sidebar;
  let operation: OperationPage;
  let lost = false;
  /** Who leads first: the members choose that among themselves. And who is to, and who is neither. */
  let leader: string;
  let candidate: string;
  let other: string;

  /** Pictures of the window in each theme, the dark one last: tests go on with that. */
  const photographsAll = async (name: string): Promise<void> => {
    const folder = path.join(here.workspace, '.vscode');
    mkdirSync(folder, { recursive: true });
    for (const [theme, setting] of Object.entries(THEMES)) {
      const text = JSON.stringify({ 'workbench.colorTheme': setting });
      writeFileSync(path.join(folder, 'settings.json'), text);
      const kind = { light: 'vs', contrast: 'hc-black', dark: 'vs-dark' }[theme] ?? '';
      await person.page.locator(`.monaco-workbench.${kind}`).waitFor();
      await person.page.waitForTimeout(500);
      await person.photographs(`${name}-${theme}`);
    }
  };

  const member = (name: string): ReturnType<Sidebar['rows']> =>
    operation.frame.getByRole('list', { name: 'Members' }).getByRole('listitem').filter({ hasText: name });

  /** The newest journal of an operation. */
  const journal = async (of: string): Promise<JournalRecord> => {
    const { items } = JSON.parse(await practice.here(['get', 'configmaps', '--output=json'])) as {
      items: readonly { readonly data?: Readonly<Record<string, string>> }[];
    };
    const records = items.flatMap(({ data }) => {
      const text = data?.['journal.json'];
      return text === undefined ? [] : [JSON.parse(text) as JournalRecord];
    });
    const found = records.filter((one) => one.operation === of).toSorted((a, b) => b.started - a.started)[0];
    assert.ok(found, `there is no journal of a ${of}`);
    return found;
  };

  before(async function () {
    this.timeout(45 * 60_000);
    assert.ok(DATABASE);
    practice = await practise(NAMESPACE);
    leave.push(async () => {
      // The storage class keeps volumes.
      const names = await practice.here(['get', 'pvc', '--output=jsonpath={.items[*].spec.volumeName}']);
      for (const volume of names.split(' ').filter((name) => name !== ''))
        await practice.kubectl(['patch', 'pv', volume, '--patch={"spec":{"persistentVolumeReclaimPolicy":"Delete"}}']);
      await practice.leave();
    });
    await makeSecret(practice, DATABASE.name, DATABASE.keys);
    await applyTopology(practice, DATABASE.folder);
    await allReady(practice, DATABASE.name, 3, 300);
    const settings = {
      'plinth.contexts': { 'plinth-practice': { namespaces: [NAMESPACE], protection: 'confirm', label: 'practice' } },
    };
    here = await visit(VSIX, path.join(ROOT, 'examples'), settings, { KUBECONFIG });
    leave.push(() => here.end());
    person = here.person;
    person.page.setDefaultTimeout(90_000);
    sidebar = new Sidebar(person);
    operation = new OperationPage(person);
  });

  beforeEach(function () {
    if (lost) this.skip();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    lost = true;
    await person.photographs('roles-failed');
    console.error(await sidebar.text().catch(() => ''), await operation.text().catch(() => ''), here.log());
  });

  after(async () => {
    for (const one of leave.reverse()) await one();
  });

  it('asks whether a failover would work, and reads what was found', async () => {
    await sidebar.opens();
    await sidebar.rows(/^orders-db.*3\/3 ready/u).waitFor();
    await sidebar.widens(460);
    await sidebar.unfolds('orders-db');
    await sidebar.rows(/^orders-db-\d.*primary/u).waitFor();
    await sidebar
      .rows(/^orders-db-\d.*replica · lag/u)
      .nth(1)
      .waitFor();
    const names = ['orders-db-0', 'orders-db-1', 'orders-db-2'];
    const row = await sidebar.rows(/^orders-db-\d.*primary/u).innerText();
    leader = names.find((name) => row.includes(name)) ?? assert.fail(row);
    [candidate = '', other = ''] = names.filter((name) => name !== leader);
    // A menu that is open while its row is drawn anew, as its risks come in, loses the row.
    await person.page.waitForTimeout(3000);
    await sidebar.chooses('orders-db', 'Would a Failover Work?');
    await operation.heading('Would a failover of orders-db work?').waitFor({ timeout: OPERATION_MS });
    await photographsAll('roles-01-doctor');
    assert.match(await operation.text(), /What a failover depends on/u);
    await person.runs('View: Close All Editors');
  });

  it('right-clicks a replica, and reads who leads, who is to, how far behind, and what the fence is', async () => {
    await sidebar.chooses(candidate, 'Switch Over …');
    await operation.heading(`Switch over orders-db from ${leader} to ${candidate}`).waitFor();
    await operation.button('Run').waitFor();
    await operation.heading('Who leads now, and who is to').waitFor();
    await member(leader).getByText('primary, accepts writes').waitFor();
    await member(candidate).getByText('is to lead').waitFor();
    await operation.frame.getByText(/orders-db-\d\s+\(\d.* and \d+\.\d s behind/u).waitFor();
    await operation.frame.getByText(/refuses writes|next start of /u).waitFor();
    await photographsAll('roles-02-plan');
    assert.equal(await operation.button('Run').isDisabled(), true, 'the name is asked for');
  });

  it('types its name and runs it; tree and picture follow within 5 s', async () => {
    await operation.types(/Type the database's name/u, 'orders-db');
    await operation.presses('Run');
    await operation.heading(/^Under way: /u).waitFor();
    await person.photographs('roles-03-begun');
    const told = operation.listens(/^Now: .*/mu);
    const seen = async (what: ReturnType<Sidebar['rows']>): Promise<number> => {
      await what.waitFor({ timeout: OPERATION_MS });
      return Date.now();
    };
    const [inPicture, inTree, oldInTree] = await Promise.all([
      seen(member(candidate).getByText('primary, accepts writes')),
      seen(sidebar.rows(new RegExp(`^${candidate}.*primary`, 'u'))),
      seen(sidebar.rows(new RegExp(`^${leader}.*(?:replica|role \\?)`, 'u'))),
    ]);
    await person.photographs('roles-05-leads');
    assert.equal(await operation.ends(OPERATION_MS), 'done');
    const { steps, measured } = await journal('switchover');
    const promoted = steps.find(({ id }) => id === 'promote')?.ended ?? NaN;
    console.log(
      `      promoted; after ${String(inPicture - promoted)} ms in the picture, ${String(inTree - promoted)} ms in the tree ` +
        `(the old one as no primary any more after ${String(oldInTree - promoted)} ms); measured ${JSON.stringify(measured)}`,
    );
    // For less than a second nobody accepts writes: whether the picture was drawn then is a matter of luck, but never are there two.
    const sentences = await told();
    console.log(`      ${sentences.join(' → ')}`);
    assert.ok(sentences.length > 1 && sentences.at(-1)?.includes(`${candidate} accepts writes`), sentences.join('\n'));
    assert.deepEqual(
      sentences.filter((one) => one.includes('accept writes')),
      [],
    );
    assert.ok(inPicture - promoted < SOON_MS);
    assert.ok(inTree - promoted < SOON_MS);
    assert.ok(oldInTree - promoted < SOON_MS);
  });

  it('sees at the end what was measured beside what was expected', async () => {
    await sidebar.rows(new RegExp(`^${leader}.*replica · lag`, 'u')).waitFor();
    await member(leader).getByText('replica, accepts no writes').waitFor();
    await photographsAll('roles-06-end');
    assert.match(await operation.text(), /Time without writes \(RTO\)/u);
    assert.ok((await operation.frame.locator('#say').innerText()).includes(`${candidate} accepts writes`));
  });

  it('fences a replica, and lets it come back', async () => {
    await sidebar.chooses(other, 'Fence Member …');
    await operation.heading(`Fence ${other} of orders-db`).waitFor();
    await operation.button('Run').waitFor();
    await person.photographs('roles-07-fence');
    await operation.types(/Type the database's name/u, 'orders-db');
    await operation.presses('Run');
    assert.equal(await operation.ends(OPERATION_MS), 'done');
    await member(other).getByText('fenced', { exact: true }).waitFor();
    await person.photographs('roles-08-fenced');
    await sidebar.chooses('orders-db', 'Unfence Member …');
    await operation.heading(`Unfence ${other} of orders-db`).waitFor();
    await operation.button('Run').waitFor();
    await operation.types(/Type the database's name/u, 'orders-db');
    await operation.presses('Run');
    assert.equal(await operation.ends(OPERATION_MS), 'done');
    await sidebar.rows(new RegExp(`^${other}.*replica · lag`, 'u')).waitFor();
    await person.photographs('roles-09-back');
  });

  it('lets a replica take over from a primary that does not start any more, and sees what was lost', async () => {
    await killForGood(practice, candidate);
    await sidebar.rows(new RegExp(`^${candidate}.*(?:not ready|last seen|role \\?)`, 'u')).waitFor();
    await person.photographs('roles-10-dead');
    await sidebar.chooses('orders-db', 'Fail Over …');
    await person.picks('Fail over orders-db', 'Whoever has received most');
    await person.picks('Fail over orders-db', 'Nothing');
    await operation.heading(new RegExp(`^Fail over orders-db from ${candidate} to `, 'u')).waitFor();
    await operation.button('Run').waitFor();
    await photographsAll('roles-11-failover');
    await operation.types(/Type the database's name/u, 'orders-db');
    await operation.presses('Run');
    assert.equal(await operation.ends(OPERATION_MS), 'done');
    await person.photographs('roles-12-taken-over');
    const { measured } = await journal('failover');
    console.log(`      failed over: ${JSON.stringify(measured)}`);
    await sidebar.rows(/^orders-db-\d.*primary/u).waitFor();
  });

  it('lets the one that was dead follow again', async () => {
    await sidebar.chooses(candidate, 'Let Member Follow Again …');
    await operation.heading(new RegExp(`^Let ${candidate} of orders-db follow `, 'u')).waitFor();
    await operation.button('Run').waitFor();
    await person.photographs('roles-13-rejoin');
    await operation.types(/Type the database's name/u, 'orders-db');
    await operation.presses('Run');
    assert.equal(await operation.ends(OPERATION_MS), 'done');
    await sidebar.rows(new RegExp(`^${candidate}.*replica · lag`, 'u')).waitFor();
    await person.photographs('roles-14-followed');
  });
});
