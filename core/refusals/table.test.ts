import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, ROOT), 'utf8');

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly where: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

/** The rows of the table in docs/refusals.md. */
async function rows(): Promise<Row[]> {
  const lines = (await read('docs/refusals.md')).split('\n').filter((line) => /^\| R\d/u.test(line));
  return lines.map((line) => {
    const [id = '', , kind = '', where = '', ...tests] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const named = tests.map((cell) => {
      const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/u.exec(cell) ?? [];
      return { file, title };
    });
    return { id, kind, where: where.replaceAll('`', ''), tests: named };
  });
}

describe('the table of refusals', () => {
  it('names for each refusal the file that makes it, its class, and two tests that there are', async () => {
    const table = await rows();
    assert.ok(table.length > 15);
    for (const { id, kind, where, tests } of table) {
      assert.match(
        await read(where),
        new RegExp(id === 'R21' ? 'lease\\.check' : `${id}\\b`, 'u'),
        `${where} has ${id}`,
      );
      for (const one of kind.split(', ')) assert.ok(['never', 'mend', 'typed'].includes(one), `${id}: ${one}`);
      assert.equal(tests.length, 2, id);
      for (const { file, title } of tests) {
        assert.match(file, /\.test\.ts$/u, id);
        const text = await read(file);
        // Tests of the practice cluster that run side by side are chapters of a story.
        const found = ["it('", 'it(`', 'it("', "chapter('"].some((start) => text.includes(`${start}${title}`));
        assert.ok(found, `${file}: ${title}`);
      }
    }
  });

  it('has a row for each file of a refusal', async () => {
    const named = new Set((await rows()).map(({ where }) => where));
    const files = (await readdir(new URL('.', import.meta.url))).filter((name) =>
      /^r\d+-.*(?<!\.test)\.ts$/u.test(name),
    );
    const missing = files.map((name) => `core/refusals/${name}`).filter((path) => !named.has(path));
    assert.deepEqual(missing, []);
  });
});
