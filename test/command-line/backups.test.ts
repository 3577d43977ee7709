import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { BackupLab } from '../backup-operations/lab.ts';
import { jsonLines, Program, type JsonLine, type Said } from './program.ts';

const NAMESPACE = 'line';
const DATABASE = `${NAMESPACE}/orders`;

describeOnCluster('plinth on the command line', function () {
  this.timeout('6m');
  let lab: BackupLab;
  let plinth: Program;
  let backup: string;

  before(async () => {
    plinth = await Program.build();
    lab = await BackupLab.open(NAMESPACE);
  });
  after(async () => {
    await lab.close();
    await plinth.remove();
  });

  const ends = ({ code, out, err }: Said, wanted: number): string => {
    assert.equal(code, wanted, `${out}\n${err}`);
    return out;
  };
  const run = async (args: readonly string[], wanted = 0, env?: Record<string, string>): Promise<string> =>
    ends(await plinth.run(args, env), wanted);
  const backUp = ['backup', DATABASE, '--destination', 'here'];

  it('makes a destination of a claim, lists it, and replaces none by a slip', async () => {
    const add = ['destinations', 'add', 'mine', '-n', NAMESPACE, '--claim', 'backups', '--prefix', 'kept'];
    assert.match(await run([...add, '--dry-run']), /"plinth-destination-mine"/u);
    assert.doesNotMatch(await run(['destinations', '-n', NAMESPACE]), /mine/u);
    await run(add);
    await run(add);
    assert.match(await run(['destinations', '-n', NAMESPACE]), /^mine +claim backups, folder kept$/mu);
    const other = ['destinations', 'add', 'mine', '-n', NAMESPACE, '--bucket', 'b', '--secret', 's3'];
    assert.match(await run(other, 3), /--replace/u);
  });

  it('plans a backup and changes nothing', async () => {
    assert.match(await run(['plan', ...backUp]), /^ *1\. /mu);
    assert.match(await run([...backUp, '--dry-run']), /Back up orders/u);
    assert.match(await run(['operations', '-n', NAMESPACE]), /No operation/u);
  });

  it('backs up, and tells it in lines of JSON', async () => {
    const lines = jsonLines(await run([...backUp, '--format', 'jsonl']));
    const [first] = lines;
    const last = lines.at(-1);
    assert.deepEqual([first?.['type'], last?.['type'], last?.['code']], ['plan', 'end', 0]);
    const { facts } = last?.['record'] as { facts: { manifest: { id: string } } };
    backup = facts.manifest.id;
    const done = lines.filter(({ type, state }) => type === 'step' && state === 'done');
    assert.ok(done.length >= 3, JSON.stringify(lines));
  });

  it('lists the backup, as it was seen and as it lies there', async () => {
    const row = new RegExp(`^${backup} +here +unverified +logical`, 'mu');
    assert.match(await run(['backups', DATABASE]), row);
    assert.match(await run(['backups', DATABASE, '--refresh']), row);
    const { fresh, backups } = JSON.parse(await run(['backups', DATABASE, '--refresh', '--format', 'json'])) as {
      fresh: boolean;
      backups: { id: string; state: string }[];
    };
    assert.equal(fresh, true);
    assert.deepEqual(
      backups.filter(({ id }) => id === backup).map(({ state }) => state),
      ['unverified', 'unverified'],
    );
  });

  it('tests the backup, which is listed as verified then', async () => {
    const text = await run(['verify', DATABASE, '--destination', 'here', '--backup', backup]);
    assert.match(text, /^\[1\/\d+\] /mu);
    assert.match(text, /: done after [\d.]+ s\. Journal: [a-z0-9]{8}$/mu);
    assert.match(await run(['backups', DATABASE]), new RegExp(`^${backup} +here +verified `, 'mu'));
  });

  it('restores it to a new instance with every row', async () => {
    const restore = ['restore', DATABASE, '--destination', 'here', '--backup', backup, '--name', 'again'];
    assert.match((await plinth.run(restore)).err, /wants a person’s word.*--yes/u);
    await run([...restore, '--yes']);
    const sum = `SELECT count(*), md5(string_agg(text, ',' ORDER BY id)) FROM orders`;
    assert.equal(await lab.psql(sum, 'again-0'), await lab.psql(sum));
  });

  it('ends with 2 what cannot be run as it was asked', async () => {
    for (const args of [
      ['backup', DATABASE],
      ['backup', `${NAMESPACE}/nothing`, '--destination', 'here'],
      [...backUp, '--method', 'magic'],
      [...backUp, '--deadline', 'soon'],
      [...backUp, '--context', 'nowhere'],
      [...backUp, '--production-contexts', '*', '--yes'],
      [...backUp, '--confirm', 'other'],
      ['resume', 'zzzz9999', '-n', NAMESPACE],
    ])
      await run(args, 2);
  });

  it('ends with 3 what is refused: to the database’s own volume, and in a context that is read-only', async () => {
    await run(['destinations', 'add', 'own', '-n', NAMESPACE, '--claim', 'data-orders-0']);
    assert.match(await run(['backup', DATABASE, '--destination', 'own'], 3), /Refused \(R\d+\)/u);
    const config = path.join(tmpdir(), `plinth-line-${String(process.pid)}.yaml`);
    await writeFile(config, "contexts: { '*': { protection: read-only } }\n");
    await run(backUp, 3, { PLINTH_CONFIG: config });
    await run([...backUp, '--dry-run'], 0, { PLINTH_CONFIG: config });
  });

  /** Starts a backup; gives its id once its steps have begun. */
  async function begun(args: readonly string[] = []) {
    let seen: (id: string) => void = () => undefined;
    const id = new Promise<string>((resolve) => (seen = resolve));
    const started = plinth.start([...backUp, '--format', 'jsonl', ...args], (text) => {
      const line = JSON.parse(text) as JsonLine;
      if (line['type'] === 'step' && line['step'] === 'dump') seen(String(line['id']));
    });
    void started.ended.then(() => {
      seen('');
    });
    return { ...started, id: await id };
  }

  it('ends with 7 where another operation runs on the database', async () => {
    const first = await begun();
    assert.notEqual(first.id, '');
    assert.match(await run(backUp, 7), /Refused \(R9\)/u);
    ends(await first.ended, 0);
  });

  it('takes an operation back at Ctrl-C, and ends with 6', async () => {
    const first = await begun();
    first.kill('SIGINT');
    const lines = jsonLines(ends(await first.ended, 6));
    assert.ok(lines.some(({ type }) => type === 'cancel'));
    assert.match(await run(['operations', '-n', NAMESPACE]), new RegExp(`^${first.id} .* cancelled `, 'mu'));
  });

  it('goes on with an operation whose program was killed', async () => {
    const first = await begun();
    first.kill('SIGKILL');
    await first.ended;
    await until('it is left behind', { seconds: 90, advice: 'Look at the Lease.', every: 2_000 }, async () =>
      (await run(['operations', '-n', NAMESPACE])).includes('left behind'),
    );
    assert.match(await run(['resume', first.id, '-n', NAMESPACE, '--dry-run']), /It is taken up where it stands/u);
    await run(['resume', first.id, '-n', NAMESPACE, '--yes']);
    assert.match(await run(['operations', '-n', NAMESPACE]), new RegExp(`^${first.id} .* done `, 'mu'));
    assert.match((await plinth.run(['rollback', first.id, '-n', NAMESPACE, '--yes'])).out, /has ended: done/u);
  });

  it('prunes what no rule keeps, but not without the database’s name', async () => {
    const prune = ['prune', DATABASE, '--destination', 'here', '--keep-last', '1'];
    // One more: the newest stays, and the one before it was never tested.
    await run(backUp);
    await run(['backups', DATABASE, '--refresh']);
    assert.match(await run([...prune, '--dry-run']), /^Prune (one backup|\d+ backups) of orders$/mu);
    await run([...prune, '--yes'], 2);
    await run([...prune, '--yes', '--confirm', 'orders']);
    const left = await run(['backups', DATABASE, '--refresh']);
    assert.match(left, new RegExp(`^${backup} +here +verified `, 'mu'), 'the last verified one stays (R22)');
  });

  it('stops and starts the database, with every row', async () => {
    const rows = 'SELECT count(*) FROM orders';
    const before = await lab.psql(rows);
    await run(['stop', DATABASE, '--yes', '--confirm', 'orders']);
    assert.equal(await lab.practice.here(['get', 'pods', '-l', 'app=orders', '--output=name']), '');
    await run(['start', DATABASE, '--yes', '--confirm', 'orders']);
    assert.equal(await lab.psql(rows), before);
  });
});
