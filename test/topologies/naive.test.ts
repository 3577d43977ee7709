import assert from 'node:assert/strict';
import { HOW, WANTED, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { allReady, applyTopology, practiseTopology } from './apply.ts';

/** Runs a command in the first container of a pod. */
type Run = (pod: string, ...command: readonly string[]) => Promise<string>;

const psql = (sql: string): string[] => ['psql', '-U', 'postgres', '-Atc', sql];
const mysql = (client: string, sql: string): string[] => [
  'sh',
  '-c',
  `MYSQL_PWD=changeme ${client} -uroot -NBe "$0"`,
  sql,
];

/** Writes at one member and reads at another; true once the row is there. */
interface Replication {
  readonly write: (run: Run) => Promise<unknown>;
  readonly read: (run: Run) => Promise<boolean>;
}

interface Naive {
  readonly folder: string;
  /** Apps, and how many pods each has. */
  readonly apps: Readonly<Record<string, number>>;
  /** Not where there is one member alone. */
  readonly replicates?: Replication;
}

const bySql = (app: string, command: (sql: string) => string[], create: string, schema: string): Replication => ({
  write: (run) =>
    run(
      `${app}-0`,
      ...command(`${create}; CREATE TABLE ${schema}written (id int); INSERT INTO ${schema}written VALUES (7)`),
    ),
  read: async (run) => (await run(`${app}-1`, ...command(`SELECT id FROM ${schema}written`))).trim() === '7',
});

const byRedis = (primary: string, replica: string): Replication => ({
  write: (run) => run(primary, 'redis-cli', 'SET', 'written', '7'),
  read: async (run) => (await run(replica, 'redis-cli', 'GET', 'written')).trim() === '7',
});

const NAIVE: readonly Naive[] = [
  { folder: 'postgresql-ordinal', apps: { 'shop-db': 2 }, replicates: bySql('shop-db', psql, 'SELECT 1', '') },
  { folder: 'postgresql-deployment', apps: { 'crm-db': 1 } },
  {
    folder: 'mysql-ordinal',
    apps: { 'cms-db': 2 },
    replicates: bySql('cms-db', (sql) => mysql('mysql', sql), 'CREATE DATABASE w', 'w.'),
  },
  {
    folder: 'mariadb-ordinal',
    apps: { 'wiki-db': 2 },
    replicates: bySql('wiki-db', (sql) => mysql('mariadb', sql), 'CREATE DATABASE w', 'w.'),
  },
  { folder: 'redis-ordinal', apps: { 'cart-cache': 2 }, replicates: byRedis('cart-cache-0', 'cart-cache-1') },
  {
    folder: 'redis-command-line',
    apps: { sessions: 1, 'sessions-replica': 1 },
    replicates: byRedis('deploy/sessions', 'deploy/sessions-replica'),
  },
];

if (!WANTED) it(`naïve topologies: ${HOW}`);
else
  describe('naïve topologies', function () {
    this.timeout('5m');
    let practice: Practice;
    const run: Run = (pod, ...command) => practice.here(['exec', pod, '--', ...command]);

    before(async () => {
      practice = await practiseTopology('naive');
      for (const { folder } of NAIVE) await applyTopology(practice, `naive/${folder}`);
    });

    after(() => practice.leave());

    for (const { folder, apps, replicates } of NAIVE)
      it(`${folder} starts${replicates ? ' and replicates' : ''}, as people have it`, async () => {
        for (const [app, count] of Object.entries(apps)) await allReady(practice, app, count);
        await replicates?.write(run);
        if (replicates)
          await until('The row at the replica', { seconds: 60, advice: 'Look at the replication.', every: 1000 }, () =>
            replicates.read(run),
          );
        assert.deepEqual(
          (await practice.here(['get', 'pods', `--selector=app in (${Object.keys(apps).join(',')})`, '--output=name']))
            .trim()
            .split('\n').length,
          Object.values(apps).reduce((sum, count) => sum + count, 0),
        );
      });
  });
