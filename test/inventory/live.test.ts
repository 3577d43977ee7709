import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { connect } from '../../core/cluster/index.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import type { KubeContext } from '../../core/cluster/context.ts';
import { compare } from '../../core/inventory/drift/compare.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import { openInventory } from '../../core/inventory/open.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import type { Json } from '../../engines/model/object.ts';
import { HOW, practise, WANTED } from '../cluster/practice.ts';
import type { Practice } from '../cluster/practice.ts';
import { administrator, personWith, READ_ONLY } from './people.ts';

const TOPOLOGIES = join(import.meta.dirname, '../../examples/topologies');
const PAIR = join(TOPOLOGIES, 'naive/postgresql-ordinal/database.yaml');
const PATRONI = ['access.yaml', 'database.yaml', 'network.yaml'].map((name) => join(TOPOLOGIES, 'patroni', name));

/** The keys of the Secret that Patroni's pods name. */
const PASSWORDS = ['superuser', 'replication', 'app'];

const REDIS = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'cache', labels: { app: 'cache' } },
  spec: {
    containers: [
      {
        name: 'redis',
        image: 'redis:7',
        args: ['redis-server', '--save', ''],
        resources: { requests: { cpu: '10m', memory: '32Mi' } },
      },
    ],
  },
};

/** Seconds: the machine is shared. */
const PATIENCE = 150;
/** A two-writers alarm must be there in this time, in milliseconds. */
const ALARM_MS = 5_000;

describe('live databases on the practice cluster', function () {
  this.timeout(300_000);
  let practice: Practice;
  let folder: string;
  let connection: Connection;
  let inventory: Inventory;
  const pair = (): string => `${practice.namespace}/StatefulSet/shop-db/postgresql`;

  before(async function () {
    if (!WANTED) {
      console.log(`      ${HOW}`);
      return this.skip();
    }
    practice = await practise('inventory-live');
    folder = mkdtempSync(join(tmpdir(), 'plinth-inventory-'));
    await practice.here(['apply', `--filename=${PAIR}`]);
    await practice.here([
      'create',
      'secret',
      'generic',
      'billing-db',
      ...PASSWORDS.map((name) => `--from-literal=${name}=x`),
    ]);
    // Volumes that outlive their claims would be left behind.
    const patroni = PATRONI.map((file) => readFileSync(file, 'utf8').replaceAll('database-retain', 'standard'));
    await practice.here(['apply', '--filename=-'], patroni.join('\n---\n'));
    await practice.here(['apply', '--filename=-'], JSON.stringify(REDIS));
    connection = connect(await administrator());
    inventory = openInventory(connection, { namespaces: [practice.namespace], onFault });
  });

  after(async () => {
    if (!WANTED) return;
    inventory.close();
    connection.close();
    rmSync(folder, { recursive: true });
    await practice.leave();
  });

  it('appear with roles, lag, used space and Services', async () => {
    const database = await shows(
      inventory,
      pair(),
      (one) =>
        one.health === 'healthy' &&
        one.members.length === 2 &&
        one.members.every(({ role }) => role !== 'unknown') &&
        one.storage.every(({ used }) => used !== undefined),
    );
    assert.match(database.version ?? '', /^16\./u);
    assert.deepEqual(
      database.members.map(({ pod, role, writable, streaming, asked }) => [
        pod.name,
        role,
        writable,
        streaming,
        asked.by,
      ]),
      [
        ['shop-db-0', 'primary', true, undefined, 'engine'],
        ['shop-db-1', 'replica', false, true, 'engine'],
      ],
    );
    assert.equal(typeof database.members[1]?.lag?.bytes, 'number');
    assert.deepEqual(
      database.services.map(({ service, purpose, leadsTo }) => [service.name, purpose, leadsTo]),
      [
        ['shop-db', 'governing', ['shop-db-0', 'shop-db-1']],
        ['shop-db-primary', 'write', ['shop-db-0']],
      ],
    );
    assert.ok(database.storage.every(({ data, used, capacity }) => data && used! > 1e6 && capacity! >= 2 ** 30));
    const cache = await shows(
      inventory,
      `${practice.namespace}/Pod/cache/redis`,
      ({ members }) => members[0]?.role === 'primary',
    );
    assert.deepEqual([cache.engine, cache.cache, cache.health], ['redis', true, 'healthy']);
    const billing = `${practice.namespace}/StatefulSet/billing-db/patroni`;
    const patroni = await shows(
      inventory,
      billing,
      ({ members, health }) =>
        members.length === 3 && health === 'healthy' && members.every(({ role }) => role !== 'unknown'),
    );
    assert.equal(patroni.flavour, 'patroni');
    assert.equal(patroni.members.filter(({ role }) => role === 'primary').length, 1);
    assert.deepEqual(inventory.missing, []);
  });

  it('show a killed pod at once, and the new one', async () => {
    const before = inventory.databases.get(pair())?.members[1]?.pod.uid;
    const events = connection.watch(PODS, practice.namespace, await versionOf(connection, practice.namespace));
    const told = firstOf(events, (name) => name === 'shop-db-1');
    await practice.here(['delete', 'pod', 'shop-db-1', '--wait=false']);
    const at = await told;
    await shows(
      inventory,
      pair(),
      ({ members }) => members[1]?.trouble === 'Terminating' || members[1]?.pod.uid !== before,
    );
    const late = performance.now() - at;
    console.log(`      shown ${Math.round(late)} ms after the API’s event`);
    assert.ok(late < 1_000, `${late} ms`);
    await shows(
      inventory,
      pair(),
      ({ members, health }) => health === 'healthy' && members[1]?.pod.uid !== before && members[1]?.role === 'replica',
    );
  });

  it('are seen with a right to read alone, and what is missing is said', async () => {
    const { context, leave } = await personWith(practice, 'reader', { everywhere: true, rules: READ_ONLY }, folder);
    await using(context, async (seen) => {
      const database = await shows(
        seen,
        pair(),
        ({ members }) => members.length === 2 && members.every(({ asked }) => asked.state === 'refused'),
      );
      assert.deepEqual([database.health, database.replicas], ['healthy', { desired: 2, ready: 2 }]);
      assert.equal(database.members[0]?.role, 'unknown');
      await holds(seen, () => seen.missing.some(({ right }) => right === 'get nodes/proxy'));
      assert.ok(seen.missing.some(({ right }) => right === `get and create pods/exec in ${practice.namespace}`));
      assert.ok(
        seen.databases.get(pair())?.storage.every(({ used, usedWhy }) => used === undefined && usedWhy !== undefined),
      );
    });
    await leave();
  });

  it('are seen whole by whoever has rights in their namespace only', async () => {
    const rules = [...READ_ONLY, { apiGroups: [''], resources: ['pods/exec'], verbs: ['create', 'get'] }];
    const { context } = await personWith(practice, 'tenant', { everywhere: false, rules }, folder);
    await using(context, async (seen) => {
      const database = await shows(
        seen,
        pair(),
        ({ members, storage }) =>
          members.every(({ role }) => role !== 'unknown') && storage.every(({ used }) => used !== undefined),
      );
      assert.deepEqual(
        database.members.map(({ role }) => role),
        ['primary', 'replica'],
      );
      assert.deepEqual(seen.namespaces, [practice.namespace]);
      assert.deepEqual(
        [...seen.databases.values()].filter(({ namespace }) => namespace !== practice.namespace),
        [],
      );
      assert.deepEqual(seen.missing.map(({ right }) => right).sort(), [
        'get nodes/proxy',
        'list nodes',
        'list persistentvolumes',
        'list storageclasses',
        'list volumesnapshotclasses',
      ]);
      assert.equal(seen.facts?.storageClasses, undefined, 'unknown, not none');
    });
  });

  it('differ from their manifest field by field', async () => {
    const manifests = parseAllDocuments(readFileSync(PAIR, 'utf8')).map((one) => one.toJS() as Json);
    for (const manifest of manifests) {
      const { state, fields, by } = await compare(manifest, connection, practice.namespace);
      assert.deepEqual([state, fields, by], ['same', [], 'server']);
    }
    const configMap = manifests.find((one) => (one as { kind?: string }).kind === 'ConfigMap')!;
    await practice.here([
      'patch',
      'configmap',
      'shop-db',
      '--type=merge',
      '--patch={"data":{"10-replication.sh":"true"}}',
    ]);
    const { state, fields } = await compare(configMap, connection, practice.namespace);
    assert.deepEqual(
      [state, fields.map(({ place, path, live }) => [place, path, live])],
      ['differs', [['data[10-replication.sh]', ['data', '10-replication.sh'], 'true']]],
    );
    const { context } = await personWith(practice, 'looker', { everywhere: false, rules: READ_ONLY }, folder);
    const theirs = connect(context);
    const byFields = await compare(configMap, theirs, practice.namespace);
    theirs.close();
    assert.deepEqual([byFields.by, byFields.fields], ['manifest', fields]);
    assert.match(byFields.why ?? '', /may not apply/u);
    await practice.here(['apply', `--filename=${PAIR}`]);
  });

  it('raise an alarm within five seconds of a second writer', async () => {
    await shows(inventory, pair(), ({ members, health }) => health === 'healthy' && members[1]?.streaming === true);
    await practice.here([
      'exec',
      'shop-db-1',
      '--',
      'psql',
      '-U',
      'postgres',
      '-h',
      '/var/run/postgresql',
      '-c',
      'select pg_promote()',
    ]);
    const since = performance.now();
    const database = await shows(inventory, pair(), ({ alarms }) => alarms.length > 0);
    const late = performance.now() - since;
    console.log(`      the alarm came ${Math.round(late)} ms after the promotion`);
    assert.deepEqual(
      [database.health, database.alarms[0]?.id, database.alarms[0]?.members],
      ['alarm', 'two-writers', ['shop-db-0', 'shop-db-1']],
    );
    assert.ok(late < ALARM_MS, `${late} ms`);
  });

  const using = async (context: KubeContext, look: (seen: Inventory) => Promise<void>): Promise<void> => {
    const theirs = connect(context);
    const seen = openInventory(theirs, { onFault });
    try {
      await look(seen);
    } finally {
      seen.close();
      theirs.close();
    }
  };
});

const PODS = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };

function onFault(error: unknown): void {
  throw error;
}

/** Waits until a database is as it should be. */
async function shows(
  inventory: Inventory,
  id: string,
  isRight: (database: LiveDatabase) => boolean,
): Promise<LiveDatabase> {
  await holds(
    inventory,
    () => {
      const found = inventory.databases.get(id);
      return found !== undefined && isRight(found);
    },
    () =>
      JSON.stringify(inventory.databases.get(id) ?? { state: inventory.state, ids: [...inventory.databases.keys()] }),
  );
  return inventory.databases.get(id)!;
}

/** Waits until something holds, looking after each change. */
function holds(inventory: Inventory, isRight: () => boolean, last: () => string = () => ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      unlisten();
      settle();
    };
    const timer = setTimeout(
      () => end(() => reject(new Error(`not within ${PATIENCE} s; it shows ${last()}`))),
      PATIENCE * 1000,
    );
    const look = (): void => {
      if (isRight()) end(resolve);
    };
    const unlisten = inventory.onChange(look);
    look();
  });
}

async function versionOf(connection: Connection, namespace: string): Promise<string> {
  for await (const { resourceVersion } of connection.list(PODS, namespace)) return resourceVersion;
  throw new Error('no list');
}

/** When a watch first tells of a pod of this name. */
async function firstOf(events: ReturnType<Connection['watch']>, isIt: (name: string) => boolean): Promise<number> {
  for await (const { type, object } of events)
    if (type !== 'BOOKMARK' && isIt(object.metadata.name)) return performance.now();
  throw new Error('the watch ended');
}
