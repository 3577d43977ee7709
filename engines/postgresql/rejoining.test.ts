import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contextOf, setOf } from '../../test/support/context.ts';
import { rejoining } from './rejoining.ts';

const run = promisify(execFile);
const { context } = contextOf(setOf('image: postgres:16.4\nenv: [{ name: POSTGRES_PASSWORD, value: x }]'));
const KEPT = 'data.plinth-abcd2345';

/** A volume with data that were made a replica's, and the old ones beside them. */
async function volume(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'plinth-rejoin-'));
  for (const [folder, text] of [
    ['data', 'new'],
    [KEPT, 'old'],
  ] as const) {
    await mkdir(join(root, folder));
    await writeFile(join(root, folder, 'PG_VERSION'), text);
  }
  for (const mark of ['rewinding', 'rewound', 'how'])
    await writeFile(join(root, KEPT, `plinth.${mark}`), 'how=rewound');
  return root;
}

/** Runs the script; `program` fails instead of doing its work on the data directory. */
async function putBack(root: string, broken?: 'rm' | 'mv'): Promise<string | undefined> {
  const bin = join(root, 'bin');
  await mkdir(bin, { recursive: true });
  if (broken !== undefined) {
    const body = `#!/bin/sh\nfor one; do [ "$one" != "${join(root, 'data')}" ] || exit 9; done\nexec /bin/${broken} "$@"\n`;
    await writeFile(join(bin, broken), body);
    await chmod(join(bin, broken), 0o755);
  }
  const env = {
    PATH: `${bin}:/usr/bin:/bin`,
    DATA: join(root, 'data'),
    ROOT: root,
    ID: 'abcd2345',
    HOST: 'none',
    PORT: '1',
    FACTS: '',
  };
  try {
    return (await run('sh', ['-c', rejoining.putBack(context).script], { env })).stdout;
  } catch {
    return undefined;
  } finally {
    await rm(bin, { recursive: true });
  }
}

const marks = async (root: string): Promise<readonly string[]> =>
  (await readdir(join(root, KEPT))).filter((name) => name.startsWith('plinth.')).sort();

describe('PostgreSQL: putting the old data of a member back', () => {
  let root: string;
  beforeEach(async () => {
    root = await volume();
  });
  afterEach(() => rm(root, { recursive: true }));

  const isBack = async (): Promise<void> => {
    assert.deepEqual(await readdir(root), ['data']);
    assert.deepEqual(await readdir(join(root, 'data')), ['PG_VERSION']);
    assert.equal(await readFile(join(root, 'data', 'PG_VERSION'), 'utf8'), 'old');
  };

  it('gives them their name again, without marks of its own, and finds nothing to do afterwards', async () => {
    assert.equal(await putBack(root), 'back=yes\n');
    await isBack();
    assert.equal(await putBack(root), 'back=yes\n');
    await isBack();
  });

  for (const broken of ['rm', 'mv'] as const)
    it(`cut off at its ${broken}, leaves nothing that calls the data whole, and the old ones to go on with`, async () => {
      assert.equal(await putBack(root, broken), undefined);
      assert.deepEqual(await marks(root), broken === 'rm' ? ['plinth.rewinding'] : []);
      assert.equal((await readdir(root)).includes('data'), broken === 'rm', 'without a mark the data are gone');
      assert.equal(await readFile(join(root, KEPT, 'PG_VERSION'), 'utf8'), 'old');
      assert.equal(await putBack(root), 'back=yes\n');
      await isBack();
    });
});

describe('PostgreSQL: making a replica of an old primary', () => {
  it('recovers what crashed with the setting for pg_rewind that it ran with', () => {
    const { script } = rejoining.rejoin(context);
    const [recovery = ''] = script.split('\n').filter((line) => line.includes('--single'));
    assert.match(recovery, /-c wal_log_hints="\$hints"/u);
    assert.ok(script.indexOf('said "wal_log_hints setting"') < script.indexOf('--single'));
  });
});
