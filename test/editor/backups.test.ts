import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeOnCluster, isReady, practise } from '../cluster/practice.ts';
import type { Practice } from '../cluster/practice.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { ROOT } from '../host/places.ts';
import { OperationPage } from './operation-page.ts';
import type { Person } from './person.ts';
import { Sidebar } from './sidebar.ts';
import { visit } from './visit.ts';
import type { Visit } from './visit.ts';

const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
const VSIX = path.join(ROOT, `dist/plinth-${version}.vsix`);
const NAMESPACE = 'edit';
const CONTEXT = 'plinth-practice';

/** What an operation of a small database may need, in milliseconds. */
const OPERATION_MS = 90_000;

const CLAIM = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'backups' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};

// One test goes on where the one before has ended, as a person does.
describeOnCluster('a person at the backups of a database', function () {
  this.timeout(180_000);
  const leave: (() => unknown)[] = [];
  let practice: Practice;
  let here: Visit;
  let person: Person;
  let sidebar: Sidebar;
  let operation: OperationPage;
  let lost = false;

  /** The label of the row with this text. */
  const labelOf = (text: RegExp): Promise<string> => sidebar.rows(text).first().locator('.label-name').innerText();

  before(async function () {
    this.timeout(45 * 60_000);
    practice = await practise(NAMESPACE);
    leave.push(() => practice.leave());
    await practice.here(['apply', '-f', path.join(ROOT, 'test/cluster/fixtures/postgresql.yaml')]);
    await practice.here(['apply', '--filename=-'], JSON.stringify(CLAIM));
    await practice.here(['rollout', 'status', 'statefulset/orders', '--timeout=180s']);
    await isReady(practice.here, 'orders-0');
    const rows = 'CREATE TABLE orders AS SELECT n AS id, md5(n::text) AS text FROM generate_series(1, 20000) n';
    await practice.here(['exec', 'orders-0', '--', 'psql', '-XAtqU', 'postgres', '-d', 'shop', '-c', rows]);
    const settings = { 'plinth.contexts': { [CONTEXT]: { namespaces: [NAMESPACE] } } };
    here = await visit(VSIX, path.join(ROOT, 'examples'), settings, { KUBECONFIG });
    leave.push(() => here.end());
    person = here.person;
    sidebar = new Sidebar(person);
    operation = new OperationPage(person);
  });

  beforeEach(function () {
    if (lost) this.skip();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    lost = true;
    await person.photographs('backups-failed');
    console.error(await sidebar.text().catch(() => ''), await operation.text().catch(() => ''), here.log());
  });

  after(async () => {
    for (const one of leave.reverse()) await one();
  });

  it('right-clicks a database, and makes a destination on the way; no secret is asked for', async () => {
    await sidebar.opens();
    await sidebar.row('orders').waitFor();
    await sidebar.rows(/^orders.*PostgreSQL 16\.\d+ · 1\/1 ready/u).waitFor();
    // A menu that is open while its row is drawn anew, as its risks come in, loses the row.
    await person.page.waitForTimeout(2000);
    await sidebar.chooses('orders', 'Back Up …');
    await person.picks('Back up orders', 'logical');
    await person.picks('Back up orders', 'Make a destination …');
    await person.photographs('backups-01-destination');
    await person.picks('A new destination for backups', 'A claim');
    await person.picks('A new destination for backups', 'backups');
    await person.enters('A new destination for backups', 'A folder in it', '/kept', 'No slash at the ends.');
    await person.enters('A new destination for backups', 'No slash at the ends.', 'kept');
    await person.enters('A new destination for backups', 'Its name.', 'here');
    await person.enters('Back up orders', 'Encrypt it?', 'AGE-SECRET-KEY-1', 'Only public keys');
    await person.enters('Back up orders', 'Only public keys', '');
    await operation.heading('Back up orders').waitFor();
    await operation.button('Run').waitFor();
    await person.photographs('backups-02-plan');
    const kept = await practice.here(['get', 'configmap', 'plinth-destination-here', '--output=json']);
    assert.match(kept, /\\"claim\\": \\"backups\\"/u);
  });

  it('copies its commands, and keeps the plan as a file', async () => {
    const { frame } = operation;
    await frame.getByText('Commands', { exact: true }).first().click();
    await frame.getByRole('button', { name: 'Copy', exact: true }).first().click();
    await person.page.locator('.statusbar-item', { hasText: 'Copied the commands' }).waitFor();
    assert.match(await person.page.evaluate('navigator.clipboard.readText()'), /ConfigMap edit\/plinth-mover-/u);
    await operation.presses('Export Markdown');
    await person.line('# Back up orders').first().waitFor();
    await person.runs('View: Revert and Close Editor');
    await operation.button('Run').waitFor();
  });

  it('runs it, closes the window half-way, comes back, and resumes it', async () => {
    await operation.presses('Run');
    await operation.heading(/^Under way: /u).waitFor();
    await operation.frame.locator('li.step.running').first().waitFor();
    await person.photographs('backups-03-running');
    await person.comesBack();
    await operation.heading(/^Left half-way/u).waitFor({ timeout: OPERATION_MS });
    await person.photographs('backups-04-left');
    await operation.presses('Resume');
    assert.equal(await operation.ends(OPERATION_MS), 'done');
    await person.photographs('backups-05-done');
    assert.match(await operation.frame.locator('#say').innerText(), /Back up orders: done/u);
  });

  it('sees it in the tree, complete and not verified', async () => {
    await sidebar.unfolds('orders');
    await sidebar.unfolds('Backups');
    await sidebar.rows(/^(?:just now|1 min ago)unverified.*logical · here/u).waitFor({ timeout: 30_000 });
    await sidebar.widens(560);
    await person.photographs('backups-06-unverified');
  });

  it('reads what is known of it', async () => {
    await sidebar.rows(/unverified.*logical · here/u).click();
    await person.line('"state": "unverified"').first().waitFor();
    await person.line('"identity"').first().waitFor();
    await person.photographs('backups-07-manifest');
  });

  it('tests it: it is read back, and stands there as verified', async () => {
    await sidebar.chooses(await labelOf(/unverified.*logical · here/u), 'Test a Backup …');
    await operation.heading(/^Test the backup/u).waitFor();
    await operation.presses('Run');
    await operation.heading(/^Under way: /u).waitFor();
    assert.equal(await operation.ends(OPERATION_MS), 'done');
    await operation.heading(/The backup is verified/u).waitFor();
    await person.photographs('backups-08-tested');
    await sidebar.rows(/verified just now · restored in .*logical · here/u).waitFor({ timeout: 30_000 });
    await sidebar.rows(/^Backups.*verified just now/u).waitFor();
    await person.photographs('backups-09-verified');
  });

  it('has it backed up by itself, sees the next runs while typing, pauses that, and ends it', async () => {
    const title = 'Schedule backups of orders';
    await sidebar.chooses('orders', 'Schedule Backups …');
    await person.picks(title, 'here');
    await person.picks(title, 'logical');
    await person.enters(title, 'By the clock', 'Europe/Zurich');
    await person.picks(title, 'Say it in cron');
    await person.enters(title, 'Minute, hour', '0 25 * * *', 'is no schedule');
    await person.enters(title, 'is no schedule', '0 3 * * 0', 'Next: Sun,');
    await person.enters(title, 'Next: Sun,', '0 3 * * 0');
    await person.picks(title, 'Nothing is ever removed');
    await person.enters(title, 'Encrypt it?', '');
    await operation.heading(title).waitFor();
    await operation.presses('Run');
    assert.equal(await operation.ends(OPERATION_MS), 'done');
    await sidebar.rows(/^plinth-backup-orders.*0 3 \* \* 0/u).waitFor({ timeout: 30_000 });
    await sidebar.chooses('plinth-backup-orders', 'Pause Schedule');
    await sidebar.rows(/^plinth-backup-orders.*suspended/u).waitFor({ timeout: 30_000 });
    await sidebar.chooses('orders', 'End Scheduled Backups …');
    await operation.heading('End scheduled backups of orders').waitFor();
    await operation.presses('Run');
    assert.equal(await operation.ends(OPERATION_MS), 'done');
    await sidebar.rows(/^plinth-backup-orders/u).waitFor({ state: 'detached', timeout: 30_000 });
  });

  it('has it stopped and started by the clock, pauses the stop, and ends it', async () => {
    const title = 'Schedule stop and start of orders';
    await sidebar.chooses('orders', 'Schedule Stop and Start …');
    await person.enters(title, 'By the clock', 'Europe/Zurich');
    await person.picks(title, 'Stop on Friday at 19:00');
    await operation.heading(title).waitFor();
    await operation.button('Run').waitFor();
    await person.photographs('backups-13-hours');
    await operation.types(/Type the database's name/u, 'orders');
    await operation.presses('Run');
    assert.equal(await operation.ends(OPERATION_MS), 'done');
    await sidebar.unfolds('orders');
    await sidebar.rows(/^Stops by the clock.*0 19 \* \* 5 · Europe\/Zurich/u).waitFor({ timeout: 30_000 });
    await sidebar.rows(/^Starts by the clock.*0 7 \* \* 1/u).waitFor();
    await person.photographs('backups-14-hours');
    await sidebar.chooses('Stops by the clock', 'Pause Schedule');
    await sidebar.rows(/^Stops by the clock.*suspended/u).waitFor({ timeout: 30_000 });
    await sidebar.chooses('orders', 'End Scheduled Stop and Start …');
    await operation.heading('End scheduled stop and start of orders').waitFor();
    await operation.presses('Run');
    assert.equal(await operation.ends(OPERATION_MS), 'done');
    await sidebar.rows(/^Stops by the clock/u).waitFor({ state: 'detached', timeout: 30_000 });
  });

  it('stops it once its name is typed', async () => {
    await sidebar.chooses('orders', 'Stop Database …');
    await operation.heading('Stop orders').waitFor();
    await operation.button('Run').waitFor();
    assert.equal(await operation.button('Run').isDisabled(), true, 'the name is asked for');
    await person.photographs('backups-10-stop');
    await operation.types(/Type the database's name/u, 'orders');
    await operation.presses('Run');
    await operation.heading(/^Under way: /u).waitFor();
  });

  it('closes the window, and comes back: pods have gone on with it', async () => {
    await person.comesBack();
    await operation.heading('Stop orders').waitFor({ timeout: 60_000 });
    assert.equal(await operation.ends(OPERATION_MS), 'done');
    await person.photographs('backups-11-stopped');
    await sidebar.rows(/^orders.*stopped/u).waitFor({ timeout: 30_000 });
  });

  it('starts it again, with every row', async () => {
    await sidebar.chooses('orders', 'Start Database …');
    await operation.heading('Start orders').waitFor();
    await operation.button('Run').waitFor();
    await operation.types(/Type the database's name/u, 'orders');
    await operation.presses('Run');
    assert.equal(await operation.ends(OPERATION_MS), 'done');
    await person.photographs('backups-12-started');
    await sidebar.rows(/^orders.*1\/1 ready/u).waitFor({ timeout: 30_000 });
    const count = ['psql', '-XAtqU', 'postgres', '-d', 'shop', '-c', 'SELECT count(*) FROM orders'];
    assert.equal((await practice.here(['exec', 'orders-0', '--', ...count])).trim(), '20000');
  });
});
