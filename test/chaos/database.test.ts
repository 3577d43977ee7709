import assert from 'node:assert/strict';
import { join } from 'node:path';
import { CommandFailure } from '../cluster/command.ts';
import { HERE } from '../cluster/places.ts';
import { becomes, describeOnCluster, isReady, practise, type Practice } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { during, undoAll } from './fault.ts';
import { freezeContainer, freezePod } from './freeze.ts';
import { fillDisk } from './full-disk.ts';
import { killContainer, killPod } from './kill.ts';
import { slowFsync, stopDisk } from './slow-disk.ts';
import { sleeper } from './sleeper.ts';

const DATA = '/var/lib/postgresql/data';

describeOnCluster('faults of a database', function () {
  this.timeout('3m');
  let practice: Practice;

  const shell = (script: string): Promise<string> => practice.here(['exec', 'orders-0', '--', 'sh', '-c', script]);
  const sql = (text: string): Promise<string> =>
    practice.here(['exec', 'orders-0', '--', 'psql', '-U', 'postgres', '-d', 'shop', '-Atqc', text]);
  const get = (path: string): Promise<string> =>
    practice.here(['get', 'pod', 'orders-0', `--output=jsonpath={${path}}`]);
  const ready = (): Promise<void> =>
    becomes(practice.here, ['pod', 'orders-0'], '.status.containerStatuses[0].ready', 'true');

  /** Whether PostgreSQL answers another pod within two seconds. */
  const answers = async (): Promise<boolean> => {
    const ask = ['exec', 'asker', '--', 'pg_isready', '-t', '2', '-h', 'orders-0.orders', '-U', 'postgres'];
    return (await practice.here(ask).catch(() => '')).includes('accepting connections');
  };

  const answersSoon = (): Promise<boolean> =>
    until('PostgreSQL, from another pod', { seconds: 60, advice: 'Look at DNS, and at the pod’s log.' }, answers);

  /** Milliseconds that one commit takes, the middle of so many. */
  const commitTime = async (count: number): Promise<number> => {
    await sql('CREATE TABLE IF NOT EXISTS ticks (at timestamptz)');
    const insert = 'INSERT INTO ticks VALUES (now());\n'.repeat(count);
    const script = `psql -U postgres -d shop -q <<'SQL'\n\\timing on\n${insert}SQL`;
    const times = [...(await shell(script)).matchAll(/Time: ([\d.]+) ms/g)].map(([, time]) => Number(time));
    assert.equal(times.length, count);
    return times.sort((a, b) => a - b)[count >> 1]!;
  };

  before(async () => {
    practice = await practise('chaos-database');
    await practice.here(['apply', `--filename=${join(HERE, 'fixtures/postgresql.yaml')}`]);
    await practice.here(['apply', '--filename=-'], sleeper('asker', 'postgres:16'));
    await becomes(practice.here, ['statefulset', 'orders'], '.status.readyReplicas', '1');
    await isReady(practice.here, 'asker');
    await answersSoon();
  });
  afterEach(undoAll);
  after(() => practice.leave());

  it('a pod that is killed comes back as another one, with recovery from the log', async () => {
    const uid = await get('.metadata.uid');
    await killPod(practice.here, 'orders-0');
    await until('Another pod', { seconds: 30, advice: 'Look at the StatefulSet.' }, async () => {
      const now = await get('.metadata.uid').catch(() => uid);
      return now !== '' && now !== uid;
    });
    await ready();
    assert.match(await practice.here(['logs', 'orders-0']), /automatic recovery in progress/);
  });

  it('a container that is killed starts again in the same pod', async () => {
    const uid = await get('.metadata.uid');
    await killContainer(practice.here, 'orders-0');
    await becomes(practice.here, ['pod', 'orders-0'], '.status.containerStatuses[0].restartCount', '1');
    assert.equal(await get('.status.containerStatuses[0].lastState.terminated.exitCode'), '137');
    await ready();
    assert.equal(await get('.metadata.uid'), uid);
  });

  for (const [what, freeze] of [
    ['container', freezeContainer],
    ['pod', freezePod],
  ] as const)
    it(`a frozen ${what} does not answer, and does when it is thawed`, async () => {
      await answersSoon();
      await during(await freeze(practice.here, 'orders-0'), async () => {
        assert.equal(await answers(), false);
        assert.equal(await answers(), false, 'still');
      });
      await answersSoon();
      await ready();
    });

  it('a full disk gives ENOSPC, and room when it is freed', async () => {
    await during(await fillDisk(practice.here, 'orders-0'), async () => {
      await assert.rejects(shell(`head -c 1048576 /dev/zero > ${DATA}/more`), (error) => {
        assert.ok(error instanceof CommandFailure);
        assert.match(error.words, /No space left on device/);
        return true;
      });
      await assert.rejects(
        sql('CREATE TABLE large AS SELECT repeat(md5(i::text), 50) FROM generate_series(1, 100000) i'),
        /No space left on device/,
      );
    });
    await shell(`head -c 1048576 /dev/zero > ${DATA}/more && rm ${DATA}/more`);
    await until('PostgreSQL after the full disk', { seconds: 60, advice: 'Read its log.' }, () => sql('SELECT 1'));
  });

  it('a nearly full disk has what is left', async () => {
    const leave = 64 * 1024 * 1024;
    await during(await fillDisk(practice.here, 'orders-0', { leave }), async () => {
      const left = 1024 * Number((await shell(`df --output=avail ${DATA}`)).split('\n')[1]);
      assert.ok(Math.abs(left - leave) < 4 * 1024 * 1024, `${left} bytes are left`);
    });
  });

  it('fsync is slow as said, and fast again', async function () {
    const before = await commitTime(21);
    const measured: string[] = [];
    for (const milliseconds of [100, 400])
      await during(await slowFsync(practice.here, 'orders-0', { milliseconds }), async () => {
        // The first writes spend what the kernel has saved for them.
        await commitTime(3);
        const time = await commitTime(7);
        measured.push(`${milliseconds} → ${time.toFixed(0)}`);
        assert.ok(time > milliseconds * 0.5 && time < milliseconds * 2, `${time} ms a commit, not ${milliseconds}`);
      });
    const after = await commitTime(21);
    assert.ok(before < 25 && after < 25, `${before} ms before, ${after} ms after`);
    console.log(`        commit: ${before.toFixed(1)} ms; ${measured.join(', ')}; then ${after.toFixed(1)} ms`);
  });

  it('a disk that hangs holds every commit until it goes on', async () => {
    await sql('CREATE TABLE IF NOT EXISTS held (id int)');
    const fault = await stopDisk(practice.here, 'orders-0');
    let done = false;
    const commit = sql('INSERT INTO held VALUES (1)').then(() => (done = true));
    await during(fault, async () => {
      await new Promise((resolve) => setTimeout(resolve, 2000));
      assert.equal(done, false);
      assert.equal(await sql('SELECT count(*) FROM held'), '0\n');
    });
    await commit;
    assert.equal(await sql('SELECT count(*) FROM held'), '1\n');
  });

  it('says which container or claim there is, when one is named that there is not', async () => {
    await assert.rejects(freezeContainer(practice.here, 'orders-0', 'sidecar'), /Which container of orders-0: sidecar/);
    await assert.rejects(fillDisk(practice.here, 'asker'), /Which volume of asker/);
    await assert.rejects(slowFsync(practice.here, 'orders-0', { milliseconds: 1 }), RangeError);
  });
});
