import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MODULES } from './versions.ts';

const FILES = ['go/kubernetes/go.mod', 'go/addons/go.mod', 'go/s3/go.mod', 'csi/go.mod'];

describe('the versions of the practice cluster', () => {
  for (const [module, version] of Object.entries(MODULES)) {
    it(`go.mod agrees on ${module} ${version}`, async () => {
      const texts = await Promise.all(FILES.map((file) => readFile(join(import.meta.dirname, file), 'utf8')));
      const named = texts.flatMap((text) =>
        text.split('\n').filter((line) =>
          line
            .replace(/^require /, '')
            .trim()
            .startsWith(`${module} v`),
        ),
      );
      assert.notEqual(named.length, 0, 'no go.mod names it');
      assert.ok(
        named.some((line) =>
          line
            .replace(/^require /, '')
            .trim()
            .startsWith(`${module} ${version}`),
        ),
        named.join('\n'),
      );
    });
  }
});
