// The sound MariaDB on the practice cluster, whose members change roles by the engine's scripts alone, without an operation around them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Connection } from '../../core/cluster/connection.ts';
import { connect, readContexts } from '../../core/cluster/index.ts';
import type { RestFacts } from '../../engines/model/stopping.ts';
import { switchingEngineOf } from '../../engines/switching.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { practise, type Practice } from '../cluster/practice.ts';
import { SteadyWriter } from '../restart/steady-writer.ts';
import { contextOf } from '../support/context.ts';
import { allReady, applyTopology, makeSecret } from '../topologies/apply.ts';
import { SOUND, type SoundDatabase } from '../topologies/sound-databases.ts';
import { witness, type Witness } from '../topologies/witness.ts';
import { twoWriters } from '../topologies/writers.ts';
import { Scripts } from './scripts.ts';

/** Milliseconds between two looks at each member. */
const EVERY = 20;

const EXAMPLE = new URL('../../examples/topologies/mariadb/', import.meta.url);

export class MariaLab {
  readonly practice: Practice;
  readonly database: SoundDatabase;
  readonly scripts: Scripts;
  readonly watch: Witness;
  readonly writer: SteadyWriter;
  readonly #connection: Connection;

  private constructor(
    connection: Connection,
    made: Pick<MariaLab, 'practice' | 'database' | 'scripts' | 'watch' | 'writer'>,
  ) {
    this.#connection = connection;
    this.practice = made.practice;
    this.database = made.database;
    this.scripts = made.scripts;
    this.watch = made.watch;
    this.writer = made.writer;
  }

  static async open(namespace: string): Promise<MariaLab> {
    const practice = await practise(namespace);
    const [cluster] = (await readContexts({ env: { KUBECONFIG } })).contexts;
    const database = SOUND.find(({ folder }) => folder === 'mariadb');
    const engine = switchingEngineOf('mariadb');
    assert.ok(cluster && database && engine);
    await makeSecret(practice, database.name, database.keys);
    await applyTopology(practice, database.folder);
    await allReady(practice, database.name, 3, 240);
    const texts = ['database.yaml', 'scripts.yaml'].map((name) => readFile(new URL(name, EXAMPLE), 'utf8'));
    const { context } = contextOf((await Promise.all(texts)).join('\n---\n'));
    const connection = connect(cluster);
    const place = { namespace: practice.namespace, container: database.container };
    const scripts = new Scripts(connection, place, engine, context);
    const watch = await witness(practice, database, { every: EVERY });
    await watch.run(`query ${database.readWrite} "${database.prepare ?? ''}"`);
    const writer = await SteadyWriter.beside(practice, database);
    return new MariaLab(connection, { practice, database, scripts, watch, writer });
  }

  async close(): Promise<void> {
    this.#connection.close();
    const { here, kubectl, leave } = this.practice;
    // The storage class keeps volumes.
    const names = await here(['get', 'pvc', '--output=jsonpath={.items[*].spec.volumeName}']);
    for (const volume of names.split(' ').filter((name) => name !== ''))
      await kubectl(['patch', 'pv', volume, '--patch={"spec":{"persistentVolumeReclaimPolicy":"Delete"}}']);
    await leave();
  }

  get members(): readonly string[] {
    return [0, 1, 2].map((ordinal) => `${this.database.name}-${String(ordinal)}`);
  }

  /** Members follow the write Service. */
  get upstream(): Readonly<Record<string, string>> {
    return { HOST: this.database.readWrite, PORT: '3306' };
  }

  /** Statements in a member, as root over its socket. */
  async sql(pod: string, text: string): Promise<string> {
    const client =
      'MYSQL_PWD="$MARIADB_ROOT_PASSWORD" mariadb --user=root --socket=/run/mysqld/mysqld.sock --batch --skip-column-names';
    const { exitCode, stdout, stderr } = await this.scripts.exec(pod, client, { stdin: `${text}\n` });
    assert.equal(exitCode, 0, stderr);
    return stdout.trim();
  }

  /** Who leads, and the others; nobody else accepts writes. */
  async leader(): Promise<readonly [leader: string, candidate: string, other: string]> {
    const facts = await Promise.all(this.members.map((name) => this.scripts.facts(name)));
    const leaders = this.members.filter((_, index) => facts[index]?.['writable'] === 'yes');
    assert.equal(leaders.length, 1, leaders.join(', '));
    const [leader = ''] = leaders;
    const ordinal = Number(leader.slice(-1));
    const [candidate = '', other = ''] = [1, 2].map((more) => `${this.database.name}-${String((ordinal + more) % 3)}`);
    return [leader, candidate, other];
  }

  /** The scripts in their order, as a switchover runs them. `meanwhile` is done between the fence and the promotion. */
  async handOver(meanwhile?: (fenced: string) => Promise<void>): Promise<string> {
    const { scripts } = this;
    const { engine } = scripts;
    const [leader, candidate, other] = await this.leader();
    const before = await scripts.facts(leader);
    assert.deepEqual(engine.cannotHandOver(before), []);
    const isFit = (facts: RestFacts): boolean => engine.cannotTakeOver(before, facts).length === 0;
    await scripts.factsWhen(candidate, 'may take over', isFit);
    const { exitCode, stderr } = await scripts.fence(leader, candidate, this.upstream);
    assert.equal(exitCode, 0, stderr);
    await meanwhile?.(leader);
    const fenced = await scripts.factsWhen(leader, 'is fenced', (facts) => engine.isFenced(facts));
    await scripts.factsWhen(candidate, 'has all', (facts) => engine.lacks(fenced, facts) === undefined);
    await scripts.run(candidate, 'promote');
    await scripts.run(candidate, 'promote');
    const leads = await scripts.facts(candidate);
    assert.deepEqual([leads['writable'], leads['role'], leads['lasting']], ['yes', 'primary', 'no']);
    // The Service follows the roles by itself.
    await this.writer.more(1);
    for (const member of [other, leader]) {
      const stdin = await scripts.run(leader, 'link');
      await scripts.run(member, 'follow', { variables: this.upstream, stdin });
      await scripts.factsWhen(member, `follows ${candidate}`, (facts) => engine.follows(leads, facts));
    }
    return candidate;
  }

  /** What was acknowledged is there, and no two members accepted writes at once. */
  async audit(): Promise<void> {
    const { ids } = await this.writer.stop();
    const { list, readWrite } = this.database;
    const there = new Set((await this.watch.run(`query ${readWrite} "${list}"`)).split('\n').map(Number));
    assert.ok(ids.length >= 100, `${String(ids.length)} rows`);
    assert.deepEqual(
      ids.filter((id) => !there.has(id)),
      [],
      'rows that were acknowledged and are lost',
    );
    assert.deepEqual(twoWriters(await this.watch.samples()), []);
  }
}
