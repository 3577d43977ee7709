import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, keyOf, type Artefact } from './cache.ts';

describe('the cache of built things', () => {
  let folder: string;
  const silent = (): void => undefined;
  const artefact = (input: string, build: Artefact['build']): Artefact => ({ name: 'thing', inputs: [input], build });
  const write =
    (text: string): Artefact['build'] =>
    (into) =>
      writeFile(join(into, 'file'), text);

  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'plinth-cache-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('tells inputs apart by where one ends and the next begins', () => {
    assert.notEqual(keyOf(['ab', 'c']), keyOf(['a', 'bc']));
    assert.equal(keyOf(['ab', 'c']), keyOf(['ab', 'c']));
  });

  it('builds once, also when two ask at the same time', async () => {
    let built = 0;
    const build: Artefact['build'] = async (into) => {
      built += 1;
      await write('x')(into);
    };
    const [one, two] = await Promise.all([1, 2].map(() => cached(artefact('1', build), silent, folder)));
    assert.equal(one, two);
    await cached(artefact('1', build), silent, folder);
    assert.equal(built, 1);
  });

  it('keeps nothing of a build that failed', async () => {
    const fail: Artefact['build'] = async (into) => {
      await write('half')(into);
      throw new Error('no more disk');
    };
    await assert.rejects(cached(artefact('1', fail), silent, folder), /no more disk/);
    assert.deepEqual(await readdir(folder), []);
  });

  it('replaces what the artefact was before, and no other', async () => {
    await cached({ ...artefact('1', write('other')), name: 'thing-else' }, silent, folder);
    await cached(artefact('1', write('old')), silent, folder);
    const now = await cached(artefact('2', write('new')), silent, folder);
    assert.equal((await readdir(folder)).length, 2);
    assert.equal(await readFile(join(now, 'file'), 'utf8'), 'new');
  });
});
