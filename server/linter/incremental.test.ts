import assert from 'node:assert/strict';
import { manifest } from '../../test/bench/manifest.ts';
import { linterOf } from '../../test/support/workspace.ts';

describe('an edit in a file of many databases', () => {
  it('has only its own database checked again', () => {
    const text = manifest(1000);
    const linter = linterOf({ 'many.yaml': text });
    const { workspace } = linter;
    const file = workspace.files.get('/test/many.yaml');
    assert.ok(file);
    const before = linter.findings(file.uri);
    const about = (number: number) => before.filter(({ object }) => object === `StatefulSet/store-${number}`);
    assert.ok(about(3).length > 0 && about(4).length > 0);
    const line = text
      .split('\n')
      .findIndex((one, index, all) => one.includes('image:') && all.slice(0, index).includes('  name: store-3'));
    const end = { line, character: text.split('\n')[line]?.length ?? 0 };
    workspace.update(file, file.change([{ range: { start: end, end }, text: '1' }]));
    // What was not checked again is still the same object, and not only an equal one.
    const kept = new Set(linter.findings(file.uri));
    const again = new Set(before.filter((finding) => !kept.has(finding)).map(({ object }) => object));
    assert.deepEqual([...again], ['StatefulSet/store-3']);
  });
});
