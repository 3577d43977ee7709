import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../cluster/command.ts';
import { leftovers, mendLeftovers } from '../cluster/mending.ts';
import { runInside } from '../cluster/node.ts';
import { HERE, KUBECONFIG } from '../cluster/places.ts';
import { describeOnCluster, isReady, practise, type Practice } from '../cluster/practice.ts';
import { makeFault, undoAll } from './fault.ts';
import { sleeper } from './sleeper.ts';

const ROOT = join(HERE, '../..');

/** A test that breaks something and does not mend it: it ends by itself, or stays until it is killed. */
const CARELESS = `
  import { freezePod } from ${JSON.stringify(join(ROOT, 'test/chaos/freeze.ts'))};
  import { cutNetwork } from ${JSON.stringify(join(ROOT, 'test/chaos/network.ts'))};
  import { programs } from ${JSON.stringify(join(HERE, 'binaries.ts'))};
  import { kubectlOf } from ${JSON.stringify(join(HERE, 'kubectl.ts'))};
  const kubectl = kubectlOf(await programs(() => undefined));
  const here = (args) => kubectl(['--namespace=chaos-undo', ...args]);
  await cutNetwork(here, 'sleeper', 'api');
  await freezePod(here, 'sleeper');
  console.log('broken');
  if (process.argv[2] === 'stay') setInterval(() => undefined, 1000);
`;

describeOnCluster('what a test has broken', function () {
  this.timeout('2m');
  let practice: Practice;
  let folder: string;
  let program: string;
  /** Whether a command in the pod ends within three seconds. */
  const lives = (): Promise<boolean> =>
    run(
      join(practice.built.kubernetes, 'kubectl'),
      [`--kubeconfig=${KUBECONFIG}`, '--namespace=chaos-undo', 'exec', 'sleeper', '--', 'true'],
      { timeout: 3000 },
    ).then(
      () => true,
      () => false,
    );
  const isCut = async (): Promise<boolean> => (await runInside(['nft', 'list', 'tables'])).includes('plinth_chaos_');

  before(async () => {
    practice = await practise('chaos-undo');
    folder = await mkdtemp(join(tmpdir(), 'plinth-undo-'));
    program = join(folder, 'careless.mts');
    await writeFile(program, CARELESS);
    await practice.here(['apply', '--filename=-'], sleeper('sleeper'));
    await isReady(practice.here, 'sleeper');
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await practice.leave();
  });

  it('is mended when it ends without a word', async () => {
    const said = await run(process.execPath, ['--import', 'tsx', program], { cwd: ROOT });
    assert.match(said, /broken/);
    assert.match(said, /Mended: pod sleeper is frozen/);
    assert.deepEqual(await leftovers(), []);
    assert.equal(await isCut(), false);
    assert.ok(await lives());
  });

  it('is mended by whoever comes next when it is killed', async () => {
    const test = spawn(process.execPath, ['--import', 'tsx', program, 'stay'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = new Promise((resolve) => test.once('exit', resolve));
    try {
      await new Promise((resolve) => test.stdout.once('data', resolve));
      assert.deepEqual(await leftovers(), [], 'while it runs, what it has broken is its own');
      assert.ok(await isCut());
      assert.equal(await lives(), false);
    } finally {
      test.kill('SIGKILL');
    }
    await gone;
    assert.deepEqual((await leftovers()).map(({ what }) => what).sort(), [
      'pod sleeper is cut off from api',
      'pod sleeper is frozen',
    ]);
    assert.equal((await mendLeftovers()).length, 2);
    assert.equal(await isCut(), false);
    assert.ok(await lives());
  });

  it('is mended when breaking it fails half-way', async () => {
    const flag = join(folder, 'flag');
    const act = async (): Promise<void> => {
      await writeFile(flag, '');
      throw new Error('half-way');
    };
    await assert.rejects(makeFault('a flag is up', [{ do: 'remove', file: flag }], act), /half-way/);
    await assert.rejects(rm(flag), { code: 'ENOENT' });
    await undoAll();
  });
});
