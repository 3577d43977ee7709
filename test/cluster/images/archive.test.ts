import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../command.ts';
import { ARCHIVE, writeArchive } from './archive.ts';

interface Index {
  readonly manifests: readonly { readonly digest: string; readonly annotations: Readonly<Record<string, string>> }[];
}

interface Manifest {
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string; readonly size: number }[];
}

describe('archives of images', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'plinth-archive-'))));
  after(() => rm(folder, { recursive: true }));

  it('stores a layer that two images share once, and every blob under its digest', async () => {
    const [base, top] = [join(folder, 'base.tar'), join(folder, 'top.tar')];
    await writeFile(base, 'the base');
    await writeFile(top, 'the top');
    await writeArchive(folder, [
      { names: ['example/base:1'], layers: [base], config: {} },
      { names: ['example/top:1', 'example/top:latest'], layers: [base, top], config: { Cmd: ['run'] } },
    ]);
    const unpacked = join(folder, 'unpacked');
    await mkdir(unpacked);
    await run('tar', ['--extract', '--file', join(folder, ARCHIVE), '--directory', unpacked]);
    const read = async (digest: string): Promise<Buffer> => {
      const content = await readFile(join(unpacked, 'blobs', digest.replace(':', '/')));
      assert.equal(`sha256:${createHash('sha256').update(content).digest('hex')}`, digest);
      return content;
    };
    const parse = async (digest: string): Promise<unknown> => JSON.parse((await read(digest)).toString()) as unknown;

    const { manifests } = JSON.parse(await readFile(join(unpacked, 'index.json'), 'utf8')) as Index;
    const names = manifests.map(({ annotations }) => annotations['io.containerd.image.name']);
    assert.deepEqual(names, ['example/base:1', 'example/top:1', 'example/top:latest']);
    const first = (await parse(manifests[0]!.digest)) as Manifest;
    const second = (await parse(manifests[1]!.digest)) as Manifest;
    assert.equal(second.layers[0]!.digest, first.layers[0]!.digest);
    assert.equal((await read(second.layers[1]!.digest)).toString(), 'the top');
    assert.equal(second.layers[1]!.size, 'the top'.length);
    const config = (await parse(second.config.digest)) as { config: object; rootfs: { diff_ids: string[] } };
    assert.deepEqual(config.config, { Cmd: ['run'] });
    assert.deepEqual(
      config.rootfs.diff_ids,
      second.layers.map(({ digest }) => digest),
    );
  });
});
