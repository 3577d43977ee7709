import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect as connectTo } from 'node:net';
import path from 'node:path';
import { connect, readContexts, RESOURCES } from '../../core/cluster/index.ts';
import type { ApiObject, Connection } from '../../core/cluster/connection.ts';
import { describeOnCluster, isReady, practise } from '../cluster/practice.ts';
import type { Practice } from '../cluster/practice.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { ROOT } from '../host/places.ts';
import { STEADY } from '../host/settings.ts';
import type { Person } from './person.ts';
import { Sidebar } from './sidebar.ts';
import { visit } from './visit.ts';
import type { Visit } from './visit.ts';

const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
const VSIX = path.join(ROOT, `dist/plinth-${version}.vsix`);
const NAMESPACE = 'client-sidebar';
const CONTEXT = 'plinth-practice';

/** What the sidebar may need from an event of the API to a row. */
const SHOWN_MS = 1000;
/** And until a role is known that only the engine can tell. */
const ROLE_MS = 5000;

/** Resolves with the moment at which the API's watch tells something that fits. */
async function told(
  connection: Connection,
  fits: (object: ApiObject) => boolean,
  signal: AbortSignal,
): Promise<number> {
  let from = '';
  for await (const page of connection.list(RESOURCES.pods, NAMESPACE)) from = page.resourceVersion;
  for await (const { object } of connection.watch(RESOURCES.pods, NAMESPACE, from, { signal })) {
    if (fits(object)) return Date.now();
  }
  throw new Error('the watch ended');
}

/** Whether PostgreSQL answers behind a port: it says whether it speaks TLS (protocol 3.0, SSLRequest). */
function answersAsPostgresql(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTo({ host: '127.0.0.1', port, timeout: 5000 });
    socket.once('connect', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString('latin1'));
    });
    socket.once('error', reject);
    socket.once('timeout', () => reject(new Error('no answer')));
  });
}

// One test goes on where the one before has ended, as a person does.
describeOnCluster('a person at the databases of a cluster', function () {
  this.timeout(120_000);
  let practice: Practice;
  let here: Visit;
  let person: Person;
  let sidebar: Sidebar;
  let connection: Connection;
  let lost = false;

  /** Waits in the page until a row shows this, and gives the moment at which it did. */
  async function shows(label: string, text: string, timeout: number): Promise<number> {
    // Runs in the page, whose types this project does not know.
    const found = `(() => {
      const rows = [...document.querySelectorAll('.part.sidebar .monaco-list-row')];
      const row = rows.find((one) => one.querySelector('.label-name')?.textContent === ${JSON.stringify(label)});
      return row?.textContent?.includes(${JSON.stringify(text)}) ? Date.now() : undefined;
    })()`;
    const handle = await person.page.waitForFunction(found, undefined, { polling: 20, timeout });
    return (await handle.jsonValue()) as number;
  }

  const settings = (contexts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
    'plinth.contexts': { [CONTEXT]: contexts },
    // Terminals are read from the page.
    'terminal.integrated.gpuAcceleration': 'off',
    // What is typed is what stands there.
    'editor.autoClosingBrackets': 'never',
    'editor.autoClosingQuotes': 'never',
    'editor.autoIndent': 'none',
  });

  /** Writes one's own settings in the editor, as a person does. */
  async function setting(contexts: Readonly<Record<string, unknown>>): Promise<void> {
    await person.runs('Preferences: Open User Settings (JSON)');
    await person.tab('settings.json').waitFor();
    await person.line('plinth.contexts').first().click();
    await person.page.keyboard.press('Control+a');
    await person.page.keyboard.insertText(JSON.stringify({ ...STEADY, ...settings(contexts) }, undefined, 2));
    await person.saves();
  }

  before(async function () {
    this.timeout(45 * 60_000);
    practice = await practise(NAMESPACE);
    leave.push(() => practice.leave());
    const fixtures = path.join(ROOT, 'test/cluster/fixtures');
    await practice.here([
      'apply',
      '-f',
      path.join(fixtures, 'postgresql.yaml'),
      '-f',
      path.join(fixtures, 'patroni.yaml'),
    ]);
    await practice.here(['apply', '-f', path.join(ROOT, 'examples/topologies/naive/redis-ordinal')]);
    for (const name of ['orders', 'ha', 'cart-cache']) {
      await practice.here(['rollout', 'status', `statefulset/${name}`, '--timeout=180s']);
    }
    const { contexts } = await readContexts({ env: { KUBECONFIG } });
    connection = connect(contexts[0]!);
    leave.push(() => connection.close());
    here = await visit(VSIX, path.join(ROOT, 'examples'), settings({ namespaces: [NAMESPACE] }), { KUBECONFIG });
    leave.push(() => here.end());
    person = here.person;
    sidebar = new Sidebar(person);
  });

  beforeEach(function () {
    if (lost) this.skip();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    lost = true;
    await person.photographs('sidebar-failed');
    console.error(await sidebar.text().catch(() => ''), here.log());
  });

  const leave: (() => unknown)[] = [];

  after(async () => {
    for (const one of leave.reverse()) await one();
  });

  it('sees the databases of the current context', async () => {
    await sidebar.opens();
    for (const name of ['ha', 'orders', 'cart-cache']) await sidebar.row(name).waitFor();
    await shows('orders', '1/1 ready', 20_000);
    await shows('ha', 'PostgreSQL 15', 20_000);
    await shows('ha', 'primary ha-', 20_000);
    await shows('cart-cache', 'primary cart-cache-0', 20_000);
    await sidebar.photographs('sidebar-01-databases');
  });

  it('unfolds one, and sees members, storage and risks', async () => {
    await sidebar.unfolds('ha');
    await shows('ha-0', 'ready', 5000);
    await sidebar.unfolds('Storage');
    await sidebar.row('data-ha-0').waitFor();
    await sidebar.unfolds('Services');
    await sidebar.photographs('sidebar-02-unfolded');
    await sidebar
      .rows(/warning/)
      .first()
      .waitFor();
    await sidebar.unfolds('Risks');
    await sidebar.photographs('sidebar-03-risks');
  });

  it('sees within a second of the API’s event that a pod is killed, and keeps the selection', async () => {
    await sidebar.unfolds('orders');
    await sidebar.row('orders-0').waitFor();
    // A click selects, and folds or unfolds.
    await sidebar.row('ha').click();
    await sidebar.unfolds('ha');
    const delays: number[] = [];
    for (let times = 0; times < 3; times += 1) {
      await isReady(practice.here, 'orders-0');
      await shows('orders-0', 'primary', 20_000).catch(() => shows('orders-0', ' ready', 1000));
      const end = new AbortController();
      const event = told(
        connection,
        ({ metadata }) => {
          return metadata.name === 'orders-0' && metadata['deletionTimestamp'] !== undefined;
        },
        end.signal,
      );
      const seen = shows('orders-0', 'Terminating', 30_000);
      await person.page.waitForTimeout(500);
      await practice.here(['delete', 'pod', 'orders-0', '--wait=false']);
      delays.push((await seen) - (await event));
      end.abort();
      if (times === 0) await sidebar.photographs('sidebar-04-killed');
      await practice.here(['wait', '--for=delete', 'pod/orders-0', '--timeout=60s']).catch(() => undefined);
    }
    console.log(`      a killed pod was shown ${delays.join(', ')} ms after the API's event`);
    assert.ok(Math.max(...delays) <= SHOWN_MS, `${delays.join(', ')} ms`);
    assert.equal(await sidebar.row('ha').getAttribute('aria-selected'), 'true');
  });

  it('sees the new role of a promoted replica', async () => {
    const before = await sidebar.row('ha').innerText();
    const leader = /primary (ha-\d)/u.exec(before)?.[1];
    assert.ok(leader !== undefined, before);
    const candidate = leader === 'ha-0' ? 'ha-1' : 'ha-0';
    const command = ['patronictl', 'switchover', '--leader', leader, '--candidate', candidate, '--force'];
    await practice.here(['exec', leader, '--', ...command]);
    const promoted = Date.now();
    const seen = await shows(candidate, 'primary', 30_000);
    console.log(`      the new primary was shown ${seen - promoted} ms after patronictl had ended`);
    assert.ok(seen - promoted <= ROLE_MS, `${seen - promoted} ms`);
    await shows('ha', `primary ${candidate}`, 10_000);
  });

  it('is alarmed when two members accept writes', async () => {
    await sidebar.unfolds('cart-cache');
    await practice.here(['exec', 'cart-cache-1', '--', 'redis-cli', 'replicaof', 'no', 'one']);
    const written = Date.now();
    const seen = await shows(`Two writers: ${NAMESPACE}/cart-cache`, 'accept writes', 30_000);
    console.log(`      the alarm was shown ${seen - written} ms after the second member accepted writes`);
    assert.ok(seen - written <= ROLE_MS, `${seen - written} ms`);
    await person.toast(/Two writers: client-sidebar\/cart-cache/).waitFor();
    await person.page.locator('.statusbar-item[id$="plinth.alarms"]', { hasText: 'Two writers' }).waitFor();
    // The badge is drawn by a style, which is no text.
    await person.page.waitForTimeout(1000);
    await sidebar.photographs('sidebar-05-two-writers');
    await person
      .toast(/Two writers/)
      .getByRole('button', { name: 'Show' })
      .click();
    await sidebar.view().locator('.monaco-list-row.selected', { hasText: 'cart-cache' }).waitFor();
    await practice.here(['exec', 'cart-cache-1', '--', 'redis-cli', 'replicaof', 'cart-cache-0.cart-cache', '6379']);
    await sidebar.rows('Two writers').first().waitFor({ state: 'detached', timeout: 20_000 });
    await person.page.locator('.statusbar-item[id$="plinth.alarms"]:visible').waitFor({ state: 'detached' });
  });

  it('opens a shell in a member', async () => {
    await sidebar.presses('orders-0', 'Open Shell');
    await sidebar.terminalShows(/Shell in .*orders-0|shell in client-sidebar\/orders-0/iu);
    await sidebar.types('echo "I am $(hostname)"');
    await sidebar.terminalShows(/I am orders-0/u);
    await sidebar.photographs('sidebar-06-shell');
    await sidebar.types('exit');
  });

  it('opens the database’s client', async () => {
    await sidebar.presses('orders-0', 'Open Database Client');
    await sidebar.terminalShows(/postgres|shop/u);
    await sidebar.types('select 40 + 2 as answer, current_database();');
    await sidebar.terminalShows(/42 \| shop/u);
    await sidebar.photographs('sidebar-07-client');
    await sidebar.types('\\q');
  });

  it('follows a log', async () => {
    await sidebar.presses('orders-0', 'Follow Log');
    await sidebar.terminalShows(/database system is ready to accept connections/u);
    await sidebar.photographs('sidebar-08-log');
    await person.runs('View: Toggle Panel Visibility');
  });

  it('forwards a port, and stops it', async () => {
    await sidebar.chooses('orders', 'Forward a Port');
    await person
      .toast(/127\.0\.0\.1:\d+ leads to orders-0:5432\. postgresql:\/\/postgres@127\.0\.0\.1:\d+\/shop/)
      .waitFor();
    const row = sidebar.rows(/^127\.0\.0\.1:\d+leads to orders-0:5432/u).first();
    await row.waitFor();
    const port = Number(/127\.0\.0\.1:(\d+)/u.exec(await row.innerText())?.[1]);
    assert.match(await answersAsPostgresql(port), /^[SN]/u);
    await sidebar.photographs('sidebar-09-forward');
    await sidebar.presses(`127.0.0.1:${port}`, 'Stop Port Forward');
    await row.waitFor({ state: 'detached' });
    await assert.rejects(answersAsPostgresql(port));
  });

  it('reads the live object, the events, and what kubectl would say', async () => {
    await sidebar.chooses('orders', 'Open Live Object');
    await person.line('kind: StatefulSet').first().waitFor();
    assert.equal(await person.line('managedFields').count(), 0);
    await sidebar.photographs('sidebar-10-live');
    await sidebar.chooses('orders', 'Show Events');
    await person.line('REASON').first().waitFor();
    await sidebar.photographs('sidebar-11-events');
    await sidebar.chooses('orders-0', 'Copy as kubectl');
    await person
      .choices(`kubectl --context ${CONTEXT} -n ${NAMESPACE} logs -f --tail=500 orders-0 -c postgresql`)
      .first()
      .waitFor();
    await sidebar.photographs('sidebar-12-kubectl');
    await person.page.keyboard.press('Escape');
  });

  it('compares the live object with its manifest', async () => {
    const memory = [
      { op: 'replace', path: '/spec/template/spec/containers/0/resources/limits/memory', value: '160Mi' },
    ];
    await practice.here(['patch', 'statefulset', 'cart-cache', '--type=json', `--patch=${JSON.stringify(memory)}`]);
    await sidebar.chooses('cart-cache', 'Compare with Manifest');
    const differences = person.page.locator('.monaco-diff-editor');
    await differences.locator('.editor.original .view-line', { hasText: 'memory: 160Mi' }).first().waitFor();
    await differences.locator('.editor.modified .view-line', { hasText: 'memory: 128Mi' }).first().waitFor();
    assert.equal(await differences.locator('.editor.original .line-delete').count(), 1, 'nothing else differs');
    await sidebar.photographs('sidebar-13-compared');
  });

  it('goes to a risk in the live object', async () => {
    await sidebar.rows('workload/grace-period').first().click();
    await person.tab('StatefulSet ha.yaml').waitFor();
    await person.line('terminationGracePeriodSeconds').first().waitFor();
    // This picture is in the README.
    await sidebar.widens(560);
    await person.runs('Notifications: Clear All Notifications');
    await person.runs('View: Toggle Panel Visibility');
    await person.page.waitForTimeout(500);
    await sidebar.photographs('sidebar-14-risk');
  });

  it('asks what the cluster would say to a file, and sees it at the line', async () => {
    const manifest = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: till }
spec:
  serviceName: till
  replicas: -2
  selector: { matchLabels: { app: till } }
  template:
    metadata: { labels: { app: till } }
    spec:
      containers: [{ name: app, image: 'shop.example/app:1' }]
`;
    writeFileSync(path.join(here.workspace, 'till.yaml'), manifest);
    await person.runs('View: Show Explorer');
    await person.opens('till.yaml');
    await person.runs('Plinth: What Would the Cluster Say to This File? (Dry Run)');
    await person.picks('What would the cluster say to this file?', CONTEXT);
    await person.toast(/would refuse 1 of 1 objects\. Nothing was changed\./u).waitFor();
    await person.runs('Problems: Focus on Problems View');
    await person.page.getByPlaceholder(/^Filter \(e\.g\./).fill('must be greater');
    await person.problems('must be greater than or equal to 0').first().waitFor();
    await person.photographs('sidebar-14-dry-run');
    await person.page.getByPlaceholder(/^Filter \(e\.g\./).fill('');
    await person.runs('View: Hide Panel');
    await person.runs('View: Close All Editors');
    await sidebar.opens();
  });

  it('is refused a shell where the context is read-only, and asked for a name where it says so', async () => {
    await setting({ namespaces: [NAMESPACE], protection: 'read-only', label: 'production' });
    await shows(CONTEXT, 'production · read-only', 10_000);
    await sidebar.presses('orders-0', 'Open Shell');
    await person.toast(/is read-only for Plinth, and a shell may change data/).waitFor();
    await sidebar.photographs('sidebar-15-read-only');
    await setting({ namespaces: [NAMESPACE], protection: 'confirm', label: 'production' });
    await shows(CONTEXT, 'production · asks before changes', 10_000);
    await sidebar.presses('orders-0', 'Open Shell');
    await person.answers('A shell in plinth-practice (production)', 'orders');
    await sidebar.photographs('sidebar-16-confirm');
    await person.page.keyboard.press('Enter');
    await sidebar.terminalShows(/shell in client-sidebar\/orders-0/u);
  });
});
