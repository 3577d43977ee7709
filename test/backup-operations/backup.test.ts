import assert from 'node:assert/strict';
import { writeDestination } from '../../core/backups/destinations.ts';
import type { Manifest } from '../../core/backups/manifest.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import { connect, readContexts } from '../../core/cluster/index.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { openInventory } from '../../core/inventory/open.ts';
import { backupOperation } from '../../core/operations/backup.ts';
import { runPlan, type JournalRecord, type Parameters, type Plan } from '../../core/runner/index.ts';
import { dumpEngineOf } from '../../engines/dumps.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { describeOnCluster, isReady, practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { PASSWORD, postgresqlSet } from './server-set.ts';
import { STAND_IN } from './stand-in-mover.ts';

const NAMESPACE = 'backup-operations';
const ROWS = 2_000;

describeOnCluster('backups of a PostgreSQL', function () {
  this.timeout('6m');
  let practice: Practice;
  let connection: Connection;
  let inventory: Inventory;
  let number = 0;

  before(async () => {
    practice = await practise(NAMESPACE);
    const [context] = (await readContexts({ env: { KUBECONFIG } })).contexts;
    assert.ok(context);
    connection = connect(context);
    const list = { apiVersion: 'v1', kind: 'List', items: postgresqlSet('postgres:16') };
    await practice.here(['apply', '--filename=-'], JSON.stringify(list));
    await until('the pod orders-0', { seconds: 60, advice: 'Look at the StatefulSet.', every: 500 }, () =>
      practice.here(['get', 'pod', 'orders-0', '--ignore-not-found', '--output=name']),
    );
    await isReady(practice.here, 'orders-0');
    await psql(`CREATE TABLE orders AS SELECT n AS id, md5(n::text) AS text FROM generate_series(1, ${ROWS}) n`);
    await writeDestination(connection, NAMESPACE, { name: 'here', destination: claim('backups') });
    inventory = openInventory(connection, { namespaces: [NAMESPACE] });
  });
  after(async () => {
    inventory.close();
    connection.close();
    await practice.leave();
  });

  const claim = (name: string) => ({ kind: 'claim', claim: name, prefix: 'kept' }) as const;
  const psql = (statement: string): Promise<string> =>
    practice.here(['exec', 'orders-0', '--', 'psql', '-XAtqU', 'postgres', '-c', statement]);

  const orders = (): Promise<LiveDatabase> =>
    until('orders with a primary', { seconds: 60, advice: 'Look at the inventory.', every: 500 }, () => {
      const found = [...inventory.databases.values()].find(({ name }) => name === 'orders');
      return Promise.resolve(found?.members.some(({ role }) => role === 'primary') === true ? found : undefined);
    });

  async function plan(parameters: Parameters, mover = STAND_IN): Promise<{ plan: Plan; id: string }> {
    const id = `backup${String(number++).padStart(2, '0')}`;
    const tools = { mover: () => Promise.resolve({ text: mover }), dumpEngineOf, tool: 'plinth test' };
    const database = await orders();
    const situation = { connection, database, now: Date.now, id, facts: {} };
    return { plan: await backupOperation(tools).plan(situation, parameters), id };
  }

  async function run(parameters: Parameters, mover?: string, signal?: AbortSignal): Promise<JournalRecord> {
    const { plan: made, id } = await plan(parameters, mover);
    assert.deepEqual(made.refusals, []);
    const more = signal === undefined ? {} : { signal };
    return runPlan({ connection, plan: made, id, holder: `test-${id}`, by: 'test', ...more });
  }

  /** What a pod on the claim sees. */
  async function onClaim(script: string): Promise<string> {
    const name = `look-${String(number++)}`;
    const spec = {
      restartPolicy: 'Never',
      securityContext: { runAsUser: 999, fsGroup: 999 },
      containers: [
        {
          name: 'look',
          image: 'postgres:16',
          command: ['sh', '-c', script],
          volumeMounts: [{ name: 'backups', mountPath: '/backups' }],
        },
      ],
      volumes: [{ name: 'backups', persistentVolumeClaim: { claimName: 'backups' } }],
    };
    await practice.here(
      ['apply', '--filename=-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec }),
    );
    await practice.here(['wait', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=90s', `pod/${name}`]);
    const said = await practice.here(['logs', name]);
    await practice.here(['delete', 'pod', name, '--wait=false']);
    return said;
  }

  it('dumps to a claim, with a manifest that counts the rows, and shows no password', async () => {
    const record = await run({ destination: 'here' });
    assert.equal(record.phase, 'done', JSON.stringify(record));
    const manifest = record.facts['manifest'] as unknown as Manifest;
    assert.equal(manifest.member, 'orders-0');
    assert.equal(manifest.memberRole, 'primary');
    assert.match(manifest.engineVersion, /^16\./u);
    assert.match(manifest.from ?? '', /^[0-9A-F]+\/[0-9A-F]+$/u);
    assert.equal(manifest.counts['rows'], ROWS, JSON.stringify(manifest.counts));
    const [file] = manifest.files;
    assert.ok(file && file.size > ROWS * 32);
    const folder = `/backups/kept/${NAMESPACE}/orders/${manifest.id}`;
    const sum = await onClaim(`sha256sum ${folder}/data; grep -c '^[0-9]*\t[0-9a-f]\\{32\\}$' ${folder}/data`);
    assert.equal(sum.split(/\s+/u)[0], file.sha256);
    assert.equal(sum.trim().split('\n').at(-1), String(ROWS));
    const seen = [
      JSON.stringify(record),
      await practice.here(['get', 'jobs,pods,configmaps,events', '--output=json']),
      await practice.here(['logs', `job/plinth-backup-${record.id}`, '--all-containers']),
    ];
    const escaped = JSON.stringify(PASSWORD).slice(1, -1);
    for (const text of seen) assert.ok(!text.includes(PASSWORD) && !text.includes(escaped), 'no password anywhere');
  });

  it('a dump that fails leaves no backup, no Job and no pod, and says why', async () => {
    await psql(`ALTER ROLE postgres PASSWORD 'another'`);
    try {
      const record = await run({ destination: 'here' });
      assert.equal(record.phase, 'rolled-back', JSON.stringify(record));
      assert.match(record.reason ?? '', /password authentication failed/u);
      const left = await practice.here([
        'get',
        'jobs,pods',
        `--selector=plinth.dev/operation=${record.id}`,
        '--output=name',
      ]);
      assert.equal(left.trim(), '');
      const backups = await onClaim(`find /backups/kept -name '*${record.id}*'`);
      assert.equal(backups.trim(), '');
    } finally {
      await psql(`ALTER ROLE postgres PASSWORD '${PASSWORD.replaceAll("'", "''")}'`);
    }
  });

  it('a mover that breaks down ends it at once, though the engine waits for a reader', async () => {
    const began = Date.now();
    const record = await run({ destination: 'here' }, 'process.exitCode = 3;');
    assert.equal(record.phase, 'rolled-back', JSON.stringify(record));
    assert.match(record.reason ?? '', /the mover ended with 3/u);
    assert.ok(Date.now() - began < 120_000);
  });

  it('refuses a destination that is missing, a claim that is missing, and the data’s own claim', async () => {
    await writeDestination(connection, NAMESPACE, { name: 'own', destination: claim('data-orders-0') });
    await writeDestination(connection, NAMESPACE, { name: 'lost', destination: claim('nowhere') });
    for (const [destination, why] of [
      ['none', /no ConfigMap plinth-destination-none/u],
      ['own', /belongs to the database itself/u],
      ['lost', /no claim nowhere/u],
    ] as const) {
      const { plan: made } = await plan({ destination });
      assert.equal(made.steps.length, 0);
      assert.deepEqual(
        made.refusals.map(({ id }) => id),
        ['R30'],
      );
      assert.match(made.refusals[0]?.evidence ?? '', why);
    }
  });
});
