import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import type { JournalRecord } from '../../core/runner/journal-model.ts';
import { journalObject } from '../../core/runner/journal-text.ts';
import { ROOT } from '../host/places.ts';
import type { Person } from './person.ts';
import { Sidebar } from './sidebar.ts';
import { databaseObjects, StubCluster } from './stub-cluster.ts';
import { visit } from './visit.ts';
import type { Visit } from './visit.ts';

const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
const VSIX = path.join(ROOT, `dist/plinth-${version}.vsix`);

const started = Date.UTC(2026, 10, 22, 12, 0, 0);

/** An operation whose runner is gone, half-way. */
const LEFT: JournalRecord = {
  schema: 1,
  id: 'k3v9x2ab',
  operation: 'stop',
  database: { namespace: 'shop', kind: 'StatefulSet', name: 'orders' },
  parameters: {},
  accepted: [],
  title: 'Stop orders',
  phase: 'running',
  by: 'anna',
  started,
  epoch: 1,
  steps: [
    {
      id: 'close-door',
      title: 'Close the door',
      state: 'done',
      started,
      ended: started + 2300,
      evidence: 'no endpoint is left',
    },
    {
      id: 'scale-to-zero',
      title: 'Scale orders to 0 <b>now</b>',
      state: 'running',
      started: started + 2300,
      progress: { text: '1 of 3 pods is gone', part: 1 / 3, at: started + 4000 },
    },
    { id: 'check-claims', title: 'Look at the claims', state: 'waiting' },
  ],
  facts: {},
  expected: { rpo: { seconds: 0, from: 'replicas confirm' }, rto: { seconds: undefined, from: 'until it is started' } },
};

// One test goes on where the one before has ended, as a person does; the API is a stub on loopback.
describe('a person at an operation', function () {
  this.timeout(90_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'plinth-kubeconfig-'));
  const kubeconfig = path.join(folder, 'config');
  let cluster: StubCluster;
  let here: Visit;
  let person: Person;
  let sidebar: Sidebar;
  let frame: FrameLocator;
  let lost = false;

  const put = (record: JournalRecord): void => cluster.put(journalObject(record) as Parameters<StubCluster['put']>[0]);

  before(async () => {
    cluster = new StubCluster();
    await cluster.listen();
    for (const object of databaseObjects('shop', 'orders', 3)) cluster.put(object);
    put(LEFT);
    writeFileSync(kubeconfig, cluster.kubeconfig());
    here = await visit(VSIX, path.join(ROOT, 'examples'), {}, { KUBECONFIG: kubeconfig });
    person = here.person;
    sidebar = new Sidebar(person);
    frame = person.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  });

  beforeEach(function () {
    if (lost) this.skip();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    lost = true;
    await person.photographs('operations-failed');
    console.error(await sidebar.text().catch(() => ''), here.log());
  });

  after(async () => {
    await here.end();
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is asked about what was left half-way, and nothing is done by itself', async () => {
    await sidebar.opens();
    await sidebar.rows(/^orders.*3\/3 ready/u).waitFor();
    const toast = person.page.locator('.notification-toast', { hasText: '«Stop orders»' });
    await toast.getByText(/was left half-way/u).waitFor();
    for (const name of ['Resume …', 'Roll Back …', 'Leave']) await toast.getByRole('button', { name }).waitFor();
    await person.photographs('operations-01-left');
    await toast.getByRole('button', { name: 'Leave' }).click();
    await toast.waitFor({ state: 'detached' });
    assert.equal(await person.page.locator('iframe.webview').count(), 0);
  });

  it('opens it from the database, and sees where it stands', async () => {
    await sidebar.chooses('orders', 'Operations …');
    await person.choices('Stop orders').first().click();
    await frame.getByRole('heading', { name: 'Stop orders' }).waitFor();
    await frame.getByRole('heading', { name: 'Left half-way, at «Scale orders to 0' }).waitFor();
    assert.equal(await frame.locator('[data-since]').count(), 0, 'nothing counts on');
    await frame.getByText('Nobody is at it').waitFor();
    await frame.locator('.progress', { hasText: '1 of 3 pods is gone' }).waitFor();
    await frame.getByText('no endpoint is left').waitFor();
    await frame.getByRole('heading', { level: 3, name: 'Scale orders to 0 <b>now</b>' }).waitFor();
    assert.equal(await frame.locator('li.step b').count(), 0);
    await person.photographs('operations-02-timeline');
  });

  it('reaches the buttons with the keyboard', async () => {
    await frame.getByRole('button', { name: 'Resume' }).focus();
    await person.page.keyboard.press('Tab');
    assert.equal(await frame.locator(':focus').innerText(), 'Roll Back');
  });

  it('sees what somebody else does with it', async () => {
    put({
      ...LEFT,
      phase: 'needs-attention',
      ended: started + 60_000,
      reason: 'The StatefulSet could not be scaled back.',
      attention: ['kubectl -n shop scale statefulset orders --replicas=3'],
    });
    await frame.getByRole('heading', { name: 'Ended: needs attention' }).waitFor();
    await frame.getByText('Commands for you').focus();
    await person.page.keyboard.press('Enter');
    await frame.getByText('kubectl -n shop scale statefulset orders --replicas=3').waitFor();
    await person.photographs('operations-03-attention');
    put({ ...LEFT, phase: 'rolled-back', ended: started + 90_000, measured: { rtoSeconds: 3.2 } });
    await frame.getByRole('heading', { name: 'Ended: rolled back' }).waitFor();
    await frame.getByText('Measured beside expected').waitFor();
    assert.equal(await frame.getByRole('button', { name: 'Resume' }).count(), 0);
    assert.match(await frame.locator('#say').innerText(), /rolled back/u);
  });

  it('closes it', async () => {
    await frame.getByRole('button', { name: 'Close' }).click();
    await person.page.locator('iframe.webview').waitFor({ state: 'detached' });
  });
});
