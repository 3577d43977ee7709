import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contextOf, setOf } from '../../test/support/context.ts';
import type { EngineContext } from '../model/engine.ts';
import type { JobScript } from '../model/dump.ts';
import { copyingAnew } from './rejoining.ts';

const run = promisify(execFile);
const { context } = contextOf(setOf('image: mariadb:11.4'));
const joining = {
  engine: 'mariadb' as const,
  whyNotCloning: () => undefined,
  read: () => '',
  write: () => '',
  source: '',
};

describe('MySQL and MariaDB: the data of a member that is to copy the primary anew', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'plinth-rejoin-'));
    await mkdir(join(root, 'data', 'mysql'), { recursive: true });
    await writeFile(join(root, 'data', 'ibdata1'), 'old');
    await writeFile(join(root, 'primary'), '');
  });
  afterEach(() => rm(root, { recursive: true }));

  /** What the script says last, whether it succeeds or not. */
  async function said(of: 'rejoin' | 'putBack', more: Readonly<Record<string, string>> = {}): Promise<string> {
    const engine = copyingAnew(joining, '', () => join(root, 'primary'));
    const make: (context: EngineContext) => JobScript = engine[of];
    const env = { PATH: '/usr/bin:/bin', DATA: join(root, 'data'), ROOT: root, ID: 'abcd2345', CLONES: 'yes', ...more };
    try {
      return (await run('sh', ['-c', make(context).script], { env })).stdout.trim();
    } catch (error) {
      return (error as { stdout: string }).stdout.trim();
    }
  }
  const here = async (): Promise<readonly string[]> => (await readdir(root)).sort();
  const KEPT = 'data.plinth-abcd2345';

  it('are put aside whole, with what told its start that it leads, and once', async () => {
    const kept = `how=emptied\nkept=${join(root, KEPT)}`;
    assert.equal(await said('rejoin'), kept);
    assert.deepEqual(await here(), [KEPT]);
    assert.equal(await readFile(join(root, KEPT, 'ibdata1'), 'utf8'), 'old');
    assert.equal(await said('rejoin'), kept);
    assert.deepEqual(await here(), [KEPT]);
  });

  it('come back as they were, also where the first half was done only', async () => {
    await said('rejoin');
    assert.equal(await said('putBack'), 'back=yes');
    assert.deepEqual(await here(), ['data', 'primary']);
    assert.deepEqual((await readdir(join(root, 'data'))).sort(), ['ibdata1', 'mysql']);
    await rm(join(root, 'primary'));
    await writeFile(join(root, 'data', 'plinth.role'), '');
    assert.equal(await said('putBack'), 'back=yes');
    assert.deepEqual(await here(), ['data', 'primary']);
  });

  it('are left where nothing can be kept beside them, nobody copies, or they are none', async () => {
    assert.match(await said('rejoin', { ROOT: join(root, 'data') }), /^why=its data lie at the root of the volume/u);
    assert.match(await said('rejoin', { CLONES: 'no' }), /^why=nothing shows that a member/u);
    await rm(join(root, 'data', 'mysql'), { recursive: true });
    assert.match(await said('rejoin'), /^why=there are no data of this engine/u);
    assert.deepEqual(await here(), ['data', 'primary']);
  });

  it('are not put back over data that came since, nor are those taken for new ones', async () => {
    await said('rejoin');
    await mkdir(join(root, 'data'));
    assert.match(await said('rejoin'), /^why=there are data in/u);
    assert.match(await said('putBack'), /^why=there are data in/u);
    assert.deepEqual(await here(), ['data', KEPT]);
  });
});
