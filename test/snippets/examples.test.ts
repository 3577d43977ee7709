import assert from 'node:assert/strict';
import { engines } from '../../engines/index.ts';
import { exampleTexts } from '../support/texts.ts';
import { allFindings, describeFinding, linterOf } from '../support/workspace.ts';

/** The examples below a folder, as one workspace. */
function lintBelow(folder: string) {
  const texts = exampleTexts().flatMap(({ name, text }) => {
    const path = name.replaceAll('\\', '/');
    return path.startsWith(`${folder}/`) ? [[path, text] as const] : [];
  });
  return linterOf(Object.fromEntries(texts));
}

describe('examples', () => {
  it('sound: not a single finding', () => {
    assert.deepEqual(allFindings(lintBelow('sound')).map(describeFinding), []);
  });

  for (const { id, name } of engines) {
    it(`sound: one ${name} with all of its members`, () => {
      const linter = lintBelow(`sound/${id}`);
      const databases = [...linter.files].flatMap((uri) => linter.databases(uri));
      assert.deepEqual(
        databases.map(({ engine, members }) => [engine.id, members.count]),
        [[id, 3]],
      );
      assert.ok(databases.every(({ replication }) => ['configured', 'self'].includes(replication.state)));
    });

    it(`risky: ${name} shows several rules`, () => {
      const linter = lintBelow(`risky/${id}`);
      const rules = new Set(allFindings(linter).map(({ rule }) => rule));
      assert.ok(rules.size >= 3, [...rules].join(', '));
      const databases = [...linter.files].flatMap((uri) => linter.databases(uri));
      assert.ok(databases.length > 0 && databases.every(({ engine }) => engine.id === id));
    });
  }
});
