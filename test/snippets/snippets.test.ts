import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allFindings, describeFinding, linterOf } from '../support/workspace.ts';

interface Snippet {
  readonly prefix: string;
  readonly scope: string;
  readonly body: readonly string[];
}

const file = join(import.meta.dirname, '../../snippets/plinth.code-snippets');
const snippets = Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Snippet>);

/** The text of a snippet as the editor inserts it, every tab stop with its default. */
function expanded({ body }: Snippet): string {
  const source = body.join('\n');
  const defaults = new Map<string, string>();
  for (const [, stop = '', text = ''] of source.matchAll(/(?<!\\)\$\{(\d):([^}]*)\}/gu)) defaults.set(stop, text);
  return source.replace(/\\([\\$}])|\$\{(\d)(?::[^}]*)?\}/gu, (whole, escaped?: string, stop?: string) => {
    const value = escaped ?? defaults.get(stop ?? '');
    assert.ok(value !== undefined, `${whole} has no default`);
    return value;
  });
}

describe('snippets', () => {
  it('are there for five engines', () => {
    assert.deepEqual(
      snippets.map(({ prefix }) => prefix),
      ['plinth-postgresql', 'plinth-mysql', 'plinth-mariadb', 'plinth-mongodb', 'plinth-redis'],
    );
  });

  for (const snippet of snippets) {
    it(`${snippet.prefix} is a database without a finding`, () => {
      const linter = linterOf({ 'database.yaml': expanded(snippet) });
      assert.deepEqual(allFindings(linter).map(describeFinding), []);
      assert.equal([...linter.files].flatMap((uri) => linter.databases(uri)).length, 1);
    });

    it(`${snippet.prefix} asks for name, namespace, size and class`, () => {
      const text = snippet.body.join('\n');
      for (const stop of [1, 2, 3, 4]) {
        assert.equal(text.split(`\${${String(stop)}:`).length, 2, `tab stop ${String(stop)} has one default`);
      }
      assert.equal(snippet.scope, 'yaml');
    });

    it(`${snippet.prefix} follows another name`, () => {
      const renamed = expanded({ ...snippet, body: snippet.body.map((line) => line.replace(/\$\{1:[^}]*\}/u, '${1:ledger}')) });
      assert.deepEqual(allFindings(linterOf({ 'database.yaml': renamed })).map(describeFinding), []);
      const [, first = ''] = /\$\{1:([^}]*)\}/u.exec(snippet.body.join('\n')) ?? [];
      assert.ok(!renamed.includes(first), `${first} is left somewhere`);
    });
  }
});
