// A sound topology in a namespace of its own, on which operations are run as people run them: restarts, unless another one is named.
import assert from 'node:assert/strict';
import { connect, readContexts } from '../../core/cluster/index.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import type { Inventory } from '../../core/inventory/inventory.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { openInventory } from '../../core/inventory/open.ts';
import { restartOperation } from '../../core/operations/restart/restart.ts';
import {
  listOperations,
  resumeOperation,
  runPlan,
  type JournalRecord,
  type Operation,
  type Parameters,
  type Plan,
} from '../../core/runner/index.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { allReady, applyTopology, makeSecret } from '../topologies/apply.ts';
import { SOUND, type SoundDatabase } from '../topologies/sound-databases.ts';

let number = 0;

export class RestartLab {
  readonly practice: Practice;
  readonly connection: Connection;
  readonly inventory: Inventory;
  readonly database: SoundDatabase;

  private constructor(practice: Practice, connection: Connection, database: SoundDatabase) {
    this.practice = practice;
    this.connection = connection;
    this.database = database;
    this.inventory = openInventory(connection, { namespaces: [practice.namespace] });
  }

  static async open(folder: string, namespace = `again-${folder}`): Promise<RestartLab> {
    const database = SOUND.find((one) => one.folder === folder);
    assert.ok(database);
    const practice = await practise(namespace);
    const [context] = (await readContexts({ env: { KUBECONFIG } })).contexts;
    assert.ok(context);
    await makeSecret(practice, database.name, database.keys);
    await applyTopology(practice, folder);
    await allReady(practice, database.name, 3, 180);
    return new RestartLab(practice, connect(context), database);
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

  /** As the inventory sees it, once it is healthy and every member's role and lag are known. */
  live(): Promise<LiveDatabase> {
    const { name } = this.database;
    return until(`${name} healthy`, { seconds: 120, advice: 'Look at the inventory.', every: 500 }, async () => {
      await this.inventory.refresh();
      const found = [...this.inventory.databases.values()].find((one) => one.name === name);
      return found?.health === 'healthy' &&
        found.members.length === 3 &&
        found.members.filter(({ role }) => role === 'primary').length === 1 &&
        found.members.every(({ role, lag }) => role === 'primary' || (role === 'replica' && lag !== undefined))
        ? found
        : undefined;
    });
  }

  async plan(
    parameters: Parameters = {},
    operation: Operation = restartOperation,
  ): Promise<{ readonly plan: Plan; readonly id: string }> {
    const id = `again${String(number++).padStart(3, '0')}`;
    const situation = { connection: this.connection, database: await this.live(), now: Date.now, id, facts: {} };
    return { plan: await operation.plan(situation, parameters), id };
  }

  /** Takes an operation up that its runner left half-way, by whatever can be seen at this moment. */
  async takeUp(
    id: string,
    direction: 'forward' | 'back',
    operation: Operation = restartOperation,
  ): Promise<JournalRecord> {
    const { operations } = await listOperations(this.connection, this.practice.namespace);
    const record = operations.find((one) => one.record.id === id)?.record;
    assert.ok(record, `the journal of ${id}`);
    const database = [...this.inventory.databases.values()].find(({ name }) => name === this.database.name);
    assert.ok(database);
    const situation = { connection: this.connection, database, now: Date.now, id, facts: record.facts };
    const plan = await operation.plan(situation, record.parameters);
    return resumeOperation({ connection: this.connection, plan, record, direction, holder: `again-${id}` });
  }

  run(plan: Plan, id: string, more: { readonly signal?: AbortSignal } = {}): Promise<JournalRecord> {
    return runPlan({ connection: this.connection, plan, id, holder: `test-${id}`, by: 'test', ...more });
  }

  /** uids of the members' pods, by name. */
  async pods(): Promise<Readonly<Record<string, string>>> {
    const { name } = this.database;
    const format = '--output=jsonpath={range .items[*]}{.metadata.name} {.metadata.uid}{"\\n"}{end}';
    const text = await this.practice.here(['get', 'pods', `--selector=app=${name}`, format]);
    return Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map((line) => line.split(' ') as [string, string]),
    );
  }
}
