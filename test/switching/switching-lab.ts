// A PostgreSQL on the practice cluster whose members change roles by the engine's scripts alone, without an operation around them.
import assert from 'node:assert/strict';
import { connect, readContexts } from '../../core/cluster/index.ts';
import type { Connection } from '../../core/cluster/connection.ts';
import { switchingEngineOf } from '../../engines/switching.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { contextOf } from '../support/context.ts';
import { allReady, applyTopology, makeSecret } from '../topologies/apply.ts';
import { SOUND, type SoundDatabase } from '../topologies/sound-databases.ts';
import { twoWriters } from '../topologies/writers.ts';
import { witness, type Witness } from '../topologies/witness.ts';
import { PLAIN, PLAIN_OBJECTS } from './plain-set.ts';
import { Scripts } from './scripts.ts';

/** Milliseconds between two looks at each member. */
const EVERY = 20;

export class SwitchingLab {
  readonly practice: Practice;
  readonly database: SoundDatabase;
  readonly scripts: Scripts;
  readonly watch: Witness;
  readonly writer: SteadyWriter;
  readonly #connection: Connection;

  private constructor(
    practice: Practice,
    connection: Connection,
    made: Pick<SwitchingLab, 'database' | 'scripts' | 'watch' | 'writer'>,
  ) {
    this.practice = practice;
    this.#connection = connection;
    this.database = made.database;
    this.scripts = made.scripts;
    this.watch = made.watch;
    this.writer = made.writer;
  }

  static async open(kind: 'plain' | 'sound', namespace: string): Promise<SwitchingLab> {
    const practice = await practise(namespace);
    const [cluster] = (await readContexts({ env: { KUBECONFIG } })).contexts;
    const database = kind === 'plain' ? PLAIN : SOUND.find(({ folder }) => folder === 'postgresql');
    const engine = switchingEngineOf('postgresql');
    assert.ok(cluster && database && engine);
    await makeSecret(practice, database.name, database.keys);
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: PLAIN_OBJECTS });
    if (kind === 'plain') await practice.here(['apply', '--filename=-'], list);
    else await applyTopology(practice, database.folder);
    await allReady(practice, database.name, 3, 240);
    // Both run the official image, with nothing in their variables or arguments that tells where the server is.
    const { context } = contextOf(PLAIN_OBJECTS.map((one) => JSON.stringify(one)).join('\n---\n'));
    const connection = connect(cluster);
    const place = { namespace: practice.namespace, container: database.container };
    const scripts = new Scripts(connection, place, engine, context);
    const watch = await witness(practice, database, { every: EVERY });
    await watch.run(`query ${database.readWrite} "${database.prepare ?? ''}"`);
    const writer = await SteadyWriter.beside(practice, database);
    return new SwitchingLab(practice, connection, { database, scripts, watch, writer });
  }

  async close(): Promise<void> {
    this.#connection.close();
    const { here, kubectl, leave } = this.practice;
    // The storage class of the sound one keeps volumes.
    const names = await here(['get', 'pvc', '--output=jsonpath={.items[*].spec.volumeName}']);
    for (const volume of names.split(' ').filter((name) => name !== ''))
      await kubectl(['patch', 'pv', volume, '--patch={"spec":{"persistentVolumeReclaimPolicy":"Delete"}}']);
    await leave();
  }

  /** Who leads; nobody else accepts writes. */
  async leader(): Promise<string> {
    const names = [0, 1, 2].map((ordinal) => `${this.database.name}-${String(ordinal)}`);
    const facts = await Promise.all(names.map((name) => this.scripts.facts(name)));
    const leaders = names.filter((_, index) => facts[index]?.['writable'] === 'yes');
    assert.equal(leaders.length, 1, leaders.join(', '));
    return leaders[0] ?? '';
  }

  /** The write Service of the plain one; the sound one follows the roles by itself. */
  async door(pod: string): Promise<void> {
    if (this.database !== PLAIN) return;
    const spec = { selector: { 'statefulset.kubernetes.io/pod-name': pod } };
    await this.practice.here(['patch', 'service', PLAIN.readWrite, `--patch=${JSON.stringify({ spec })}`]);
  }

  /** Where the others follow from now on. */
  upstream(candidate: string): Readonly<Record<string, string>> {
    const { members, readWrite } = this.database;
    return { HOST: this.database === PLAIN ? `${candidate}.${members}` : readWrite, PORT: '5432' };
  }

  /** Without this the kubelet waits longer and longer before it starts the container again. */
  async replacePod(pod: string): Promise<void> {
    await this.practice.here(['delete', 'pod', pod, '--wait=false']);
  }

  /** What was acknowledged is there, and no two members accepted writes at once. */
  async audit(ids: readonly number[]): Promise<void> {
    const { list, readWrite } = this.database;
    const kept = await until('the rows', { seconds: 60, advice: 'Look at the Service.', every: 1_000 }, async () =>
      (await this.watch.run(`query ${readWrite} "${list}"`)).split('\n').map(Number),
    );
    const there = new Set(kept);
    assert.deepEqual(
      ids.filter((id) => !there.has(id)),
      [],
      'rows that were acknowledged and are lost',
    );
    assert.ok(ids.length >= 100, `${String(ids.length)} rows`);
    assert.deepEqual(twoWriters(await this.watch.samples()), []);
  }
}
