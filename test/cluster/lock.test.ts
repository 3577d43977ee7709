import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './command.ts';
import { HERE } from './places.ts';

/** Writes when it begins and ends; the lock's file lies where PLINTH_CLUSTER_STATE says. */
const PROGRAM = `
  import { exclusively } from ${JSON.stringify(join(HERE, 'lock.ts'))};
  import { setTimeout as sleep } from 'node:timers/promises';
  const [patience, ms] = process.argv.slice(2).map(Number);
  await exclusively(async () => { console.log('in', Date.now()); await sleep(ms); console.log('out', Date.now()); }, patience)
    .catch((error) => { console.log(error.message); process.exitCode = 1; });
`;

describe('the lock of the practice cluster', function () {
  if (process.platform !== 'linux') {
    it('is Linux’s: it knows processes from /proc');
    return;
  }
  this.timeout(20_000);
  let folder: string;
  let program: string;
  const runs = (patience: number, ms: number): Promise<string> =>
    run(process.execPath, ['--import', 'tsx', program, String(patience), String(ms)], {
      cwd: join(HERE, '../..'),
      env: { ...process.env, PLINTH_CLUSTER_STATE: join(folder, 'state') },
    });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-lock-'));
    program = join(folder, 'program.mts');
    await writeFile(program, PROGRAM);
  });
  after(() => rm(folder, { recursive: true }));

  it('lets one in at a time: who has patience waits', async () => {
    const texts = await Promise.all([runs(15, 600), runs(15, 600), runs(15, 600)]);
    const spans = texts
      .map((text) => [...text.matchAll(/\d{10,}/g)].map(([time]) => Number(time)))
      .sort(([a = 0], [b = 0]) => a - b);
    assert.equal(spans.flat().length, 6);
    for (const [index, [begin]] of spans.slice(1).entries())
      assert.ok(begin! >= spans[index]![1]!, `two at once: ${texts.join()}`);
  });

  it('tells who has none that another works', async () => {
    const first = runs(0, 3000);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await assert.rejects(runs(0, 0), /Another command works on the practice cluster \(process \d+\)/);
    await first;
  });

  it('is taken over from a holder that has died', async () => {
    const holder = spawn(process.execPath, ['--import', 'tsx', program, '0', '60000'], {
      cwd: join(HERE, '../..'),
      env: { ...process.env, PLINTH_CLUSTER_STATE: join(folder, 'state') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    const gone = new Promise((resolve) => holder.once('exit', resolve));
    holder.kill('SIGKILL');
    await gone;
    assert.match(await runs(0, 0), /^in /);
  });
});
