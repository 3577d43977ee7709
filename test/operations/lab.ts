// A sound topology in a namespace of its own, which is stopped and started as people do it.
import assert from 'node:assert/strict';
import type { Connection } from '../../core/cluster/connection.ts';
import { connect, readContexts } from '../../core/cluster/index.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { openInventory } from '../../core/inventory/open.ts';
import { startOperation } from '../../core/operations/start/start.ts';
import { stopOperation } from '../../core/operations/stop/stop.ts';
import { resumeOperation, runPlan, type JournalRecord, type Plan } from '../../core/runner/index.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { allReady, applyTopology, makeSecret } from '../topologies/apply.ts';
import { SOUND, type SoundDatabase } from '../topologies/sound-databases.ts';

const OPERATIONS = { stop: stopOperation, start: startOperation } as const;
const MEMBERS = 3;

export class PowerLab {
  readonly practice: Practice;
  readonly connection: Connection;
  readonly inventory: Inventory;
  readonly database: SoundDatabase;
  #number = 0;

  private constructor(practice: Practice, connection: Connection, database: SoundDatabase) {
    this.practice = practice;
    this.connection = connection;
    this.database = database;
    this.inventory = openInventory(connection, { namespaces: [practice.namespace] });
  }

  static async open(folder: string): Promise<PowerLab> {
    const database = SOUND.find((one) => one.folder === folder);
    assert.ok(database);
    const practice = await practise(`ops-${folder}`);
    await makeSecret(practice, database.name, database.keys);
    await applyTopology(practice, folder);
    await allReady(practice, database.name, MEMBERS, 180);
    return new PowerLab(practice, await freshConnection(), database);
  }

  async close(): Promise<void> {
    this.inventory.close();
    this.connection.close();
    const { here, kubectl, leave } = this.practice;
    // The storage class keeps volumes.
    const names = await here(['get', 'pvc', '--output=jsonpath={.items[*].spec.volumeName}']);
    for (const volume of names.split(' ').filter((name) => name !== ''))
      await kubectl(['patch', 'pv', volume, '--patch={"spec":{"persistentVolumeReclaimPolicy":"Delete"}}']);
    await leave();
  }

  /** As the inventory sees it, once it is as healthy as that: all members known, or none left. */
  live(health: 'healthy' | 'stopped'): Promise<LiveDatabase> {
    const { name } = this.database;
    return until(`${name} ${health}`, { seconds: 120, advice: 'Look at the inventory.', every: 300 }, async () => {
      await this.inventory.refresh();
      const found = this.seen();
      if (found?.health !== health) return undefined;
      if (health === 'stopped') return found.members.length === 0 ? found : undefined;
      const { members } = found;
      const isKnown = members.every(({ role, lag }) => role === 'primary' || (role === 'replica' && lag !== undefined));
      return members.length === MEMBERS && isKnown && members.filter(({ role }) => role === 'primary').length === 1
        ? found
        : undefined;
    });
  }

  /** As the inventory sees it now, whatever that is. */
  seen(): LiveDatabase | undefined {
    return [...this.inventory.databases.values()].find((one) => one.name === this.database.name);
  }

  async plan(
    what: 'stop' | 'start',
    database: LiveDatabase,
    record?: JournalRecord,
  ): Promise<{ plan: Plan; id: string }> {
    const id = record?.id ?? `power${String(this.#number++).padStart(3, '0')}`;
    const { connection } = this;
    const situation = { connection, database, now: Date.now, id, facts: record?.facts ?? {} };
    return { plan: await OPERATIONS[what].plan(situation, {}), id };
  }

  /** Plans and runs; gives the record and the seconds that it took. */
  async run(what: 'stop' | 'start', connection = this.connection): Promise<{ record: JournalRecord; seconds: number }> {
    const database = await this.live(what === 'stop' ? 'healthy' : 'stopped');
    const { plan, id } = await this.plan(what, database);
    assert.deepEqual(plan.refusals, []);
    const from = Date.now();
    const record = await runPlan({ connection, plan, id, holder: `test-${id}-${String(from)}`, by: 'test' });
    return { record, seconds: (Date.now() - from) / 1_000 };
  }

  /** Takes up what another runner has left. */
  async takeUp(record: JournalRecord, direction: 'forward' | 'back'): Promise<JournalRecord> {
    const database = this.seen();
    assert.ok(database);
    const { plan } = await this.plan(record.operation as 'stop' | 'start', database, record);
    const holder = `test-again-${String(Date.now())}`;
    return resumeOperation({ connection: this.connection, plan, record, direction, holder });
  }

  /** uids of its claims, by name. */
  async claims(): Promise<Readonly<Record<string, string>>> {
    const format = '--output=jsonpath={range .items[*]}{.metadata.name} {.metadata.uid}{"\\n"}{end}';
    const text = await this.practice.here(['get', 'pvc', format]);
    return Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map((line) => line.split(' ') as [string, string]),
    );
  }
}

/** A connection of its own, as another person's. */
export async function freshConnection(): Promise<Connection> {
  const [context] = (await readContexts({ env: { KUBECONFIG } })).contexts;
  assert.ok(context);
  return connect(context);
}
