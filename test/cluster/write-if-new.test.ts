import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeIfNew } from './write-if-new.ts';

describe('a file of which others read meanwhile', () => {
  it('is whole whenever it is read, and is left alone where it says the same', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plinth-write-'));
    try {
      const file = join(folder, 'config');
      const texts = ['a'.repeat(200_000), 'b'.repeat(200_000)];
      await writeIfNew(file, texts[0]!, 0o600);
      const turn = { isOver: false };
      const reading = (async () => {
        const seen = new Set<string>();
        while (!turn.isOver) seen.add(await readFile(file, 'utf8'));
        return seen;
      })();
      for (let round = 1; round < 100; round++) await writeIfNew(file, texts[round % 2]!, 0o600);
      turn.isOver = true;
      for (const text of await reading) assert.ok(texts.includes(text), `${String(text.length)} characters`);
      const before = await stat(file);
      await writeIfNew(file, await readFile(file, 'utf8'), 0o600);
      assert.equal((await stat(file)).ino, before.ino);
      assert.equal(before.mode & 0o777, 0o600);
      assert.deepEqual(await readdir(folder), ['config']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
