import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../host/places.ts';
import type { Person } from './person.ts';
import { Sidebar } from './sidebar.ts';
import { databaseObjects, StubCluster } from './stub-cluster.ts';
import { visit } from './visit.ts';
import type { Visit } from './visit.ts';

const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
const VSIX = path.join(ROOT, `dist/plinth-${version}.vsix`);

// One test goes on where the one before has ended, as a person does; the API is a stub on loopback.
describe('a person at the sidebar', function () {
  this.timeout(90_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'plinth-kubeconfig-'));
  const kubeconfig = path.join(folder, 'config');
  let cluster: StubCluster;
  let here: Visit;
  let person: Person;
  let sidebar: Sidebar;
  let lost = false;

  before(async () => {
    cluster = new StubCluster();
    await cluster.listen();
    here = await visit(VSIX, path.join(ROOT, 'examples'), {}, { KUBECONFIG: kubeconfig });
    person = here.person;
    sidebar = new Sidebar(person);
  });

  beforeEach(function () {
    if (lost) this.skip();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    lost = true;
    await person.photographs('sidebar-stub-failed');
    console.error(await sidebar.text().catch(() => ''), here.log());
  });

  after(async () => {
    await here.end();
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is told how to add a kubeconfig where there is none', async () => {
    await sidebar.opens();
    await sidebar.view().getByText('No Kubernetes context was found').waitFor();
    await sidebar.view().getByRole('button', { name: 'Add a Kubeconfig' }).waitFor();
    await sidebar.photographs('sidebar-stub-01-none');
  });

  it('is told where a kubeconfig cannot be read', async () => {
    writeFileSync(kubeconfig, 'apiVersion: v1\nkind: Config\nclusters: [}\n');
    await sidebar.view().getByText(`${kubeconfig}:3:12: this is not valid YAML`).first().waitFor();
    await sidebar.photographs('sidebar-stub-02-unreadable');
  });

  it('sees contexts as soon as it can be, and goes to none that was not opened', async () => {
    writeFileSync(kubeconfig, cluster.kubeconfig());
    await sidebar.row('stub').waitFor();
    await sidebar.photographs('sidebar-stub-03-contexts');
    await person.page.waitForTimeout(500);
    assert.equal(cluster.requests, 0);
  });

  it('is not led elsewhere by a workspace', async () => {
    const other = path.join(folder, 'other');
    writeFileSync(other, cluster.kubeconfig('other'));
    const settings = { 'plinth.kubeconfigs': [other], 'plinth.contexts': { stub: { hidden: true } } };
    mkdirSync(path.join(here.workspace, '.vscode'), { recursive: true });
    writeFileSync(path.join(here.workspace, '.vscode/settings.json'), JSON.stringify(settings));
    await person.runs('Plinth: Refresh Databases');
    await person.page.waitForTimeout(1500);
    assert.equal(await sidebar.row('other').count(), 0);
    await sidebar.row('stub').waitFor();
  });

  it('is told that a cluster has no database', async () => {
    await sidebar.unfolds('stub');
    await sidebar.rows(/No databases found.*looked in all namespaces/u).waitFor();
    await sidebar.photographs('sidebar-stub-04-empty');
  });

  it('sees databases come, with what is known of them', async () => {
    for (const object of databaseObjects('shop', 'orders', 3)) cluster.put(object);
    for (const object of databaseObjects('crm', 'customers', 1)) cluster.put(object);
    await sidebar.rows(/^orders.*3\/3 ready · primary orders-0/u).waitFor();
    await sidebar.unfolds('orders');
    await sidebar.rows(/^orders-0primary · ready · node-a/u).waitFor();
    await sidebar.rows(/^orders-1replica · lag \? · ready/u).waitFor();
    await sidebar.rows(/^Storage.*\? \/ 50 GiB/u).waitFor();
    await sidebar.unfolds('Missing rights');
    await sidebar.rows(/create pods\/exec in shop/u).waitFor();
    await sidebar.photographs('sidebar-stub-05-databases');
  });

  it('sees changes without losing what is selected', async () => {
    await sidebar.row('orders-1').click();
    await person.line('kind: Pod').first().waitFor();
    const [, pod] = databaseObjects('shop', 'orders', 1);
    assert.ok(pod !== undefined);
    cluster.put({ ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-11-22T12:00:00Z' } });
    await sidebar.rows(/^orders-0.*Terminating/u).waitFor({ timeout: 2000 });
    cluster.remove('Pod', 'shop', 'orders-2');
    await sidebar.row('orders-2').waitFor({ state: 'detached', timeout: 2000 });
    assert.equal(await sidebar.row('orders-1').getAttribute('aria-selected'), 'true');
    cluster.put(pod);
    await sidebar.rows(/^orders-0primary · ready/u).waitFor({ timeout: 2000 });
  });

  it('filters, pins and hides', async () => {
    await person.runs('Plinth: Filter Databases');
    await person.answers('Filter databases (1 of 2)', 'customers');
    await person.page.keyboard.press('Enter');
    await person.choices('degraded').first().waitFor();
    await person.page.keyboard.press('Enter');
    await sidebar.row('orders').waitFor({ state: 'detached' });
    await sidebar.row('customers').waitFor();
    await sidebar.view().getByText('Filter: «customers»').waitFor();
    await sidebar.photographs('sidebar-stub-06-filter');
    await person.runs('Plinth: Clear Filter');
    await sidebar.row('orders').waitFor();
    await sidebar.chooses('crm', 'Hide');
    await sidebar.row('customers').waitFor({ state: 'detached' });
    await person.runs('Plinth: Show Hidden Contexts and Namespaces');
    await sidebar.rows(/^crm1 database · hidden/u).waitFor();
    await sidebar.chooses('crm', 'Show Again');
    await sidebar.chooses('orders', 'Pin to the Top');
    await sidebar.rows(/^orders.*pinned/u).waitFor();
  });

  it('opens the manifest of the workspace', async () => {
    // The examples have one StatefulSet of this name.
    for (const object of databaseObjects('reports', 'reporting-db', 1)) cluster.put(object);
    await sidebar.chooses('reporting-db', 'Open Manifest');
    await person.tab('reporting.yaml').waitFor();
    await person.line('name: reporting-db').first().waitFor();
    await sidebar.photographs('sidebar-stub-07-manifest');
  });

  it('is told what is missing where nothing may be read', async () => {
    cluster.refuses = true;
    await sidebar.chooses('stub', 'Try Again');
    await sidebar.rows(/You may not look for databases here/u).waitFor();
    await sidebar.photographs('sidebar-stub-08-forbidden');
    await sidebar.rows(/You may not look for databases here/u).click();
    await person.reads('Rights');
    cluster.refuses = false;
  });

  it('is told why a cluster cannot be reached, and tries again', async () => {
    await cluster.close();
    await sidebar.chooses('stub', 'Try Again');
    await sidebar.rows(/The cluster cannot be reached/u).waitFor();
    await sidebar.photographs('sidebar-stub-09-unreachable');
    cluster = new StubCluster();
    await cluster.listen();
    for (const object of databaseObjects('shop', 'orders', 1)) cluster.put(object);
    writeFileSync(kubeconfig, cluster.kubeconfig());
    await sidebar.row('orders').waitFor();
  });
});
