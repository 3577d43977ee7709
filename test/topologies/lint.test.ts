import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exampleTexts } from '../support/texts.ts';
import { allFindings, describeFinding, linterOf } from '../support/workspace.ts';
import { TOPOLOGIES } from './apply.ts';
import { SOUND } from './sound-databases.ts';

const folders = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

const textsBelow = (folder: string): (readonly [string, string])[] =>
  exampleTexts()
    .map(({ name, text }) => [name.replaceAll('\\', '/'), text] as const)
    .filter(([name]) => name.startsWith(`topologies/${folder}/`));

const lintBelow = (folder: string) => linterOf(Object.fromEntries(textsBelow(folder)));

/** A script of a ConfigMap, without its indentation. */
function script(folder: string, name: string): string {
  const text = textsBelow(folder).find(([path]) => path.endsWith('/scripts.yaml'))?.[1] ?? '';
  const [, rest = ''] = text.split(`\n  ${name}: |\n`);
  const [body = ''] = rest.split(/\n {2}(?=\S)/u);
  assert.notEqual(body, '', `${folder} has ${name}`);
  return body.trimEnd();
}

describe('topologies', () => {
  it('every sound one is run on the practice cluster', () => {
    assert.deepEqual(
      folders(TOPOLOGIES).filter((name) => name !== 'naive'),
      SOUND.map(({ folder }) => folder).sort(),
    );
  });

  for (const { folder, name, keys } of SOUND) {
    it(`${folder}: not a single finding, and one database of three`, () => {
      const linter = lintBelow(folder);
      assert.deepEqual(allFindings(linter).map(describeFinding), []);
      const databases = [...linter.files].flatMap((uri) => linter.databases(uri));
      assert.deepEqual(
        databases.map(({ workload, members }) => [workload.name, members.count]),
        [[name, 3]],
      );
    });

    it(`${folder}: asks for the keys of the Secret that its README names`, () => {
      const asked = textsBelow(folder).flatMap(([, text]) => [
        ...text.matchAll(/secretKeyRef:\s+name: (\S+)\s+key: (\S+)/gu),
      ]);
      assert.deepEqual([...new Set(asked.map(([, secret]) => secret))], [name]);
      assert.deepEqual([...new Set(asked.map(([, , key]) => key))].sort(), [...keys].sort());
    });
  }

  it('the scripts that know no engine are the same everywhere', () => {
    const watch = (folder: string, name: string): string => script(folder, 'watch.sh').replaceAll(name, 'NAME');
    const first = watch('postgresql', 'orders-db');
    assert.equal(watch('mysql', 'catalog-db'), first);
    assert.equal(watch('mariadb', 'forum-db'), first);
    assert.equal(script('mysql', 'api.sh'), script('postgresql', 'api.sh'));
    assert.equal(script('mariadb', 'api.sh'), script('postgresql', 'api.sh'));
  });

  for (const folder of folders(join(TOPOLOGIES, 'naive')))
    it(`naive/${folder}: shows findings`, () => {
      assert.ok(allFindings(lintBelow(`naive/${folder}`)).length > 0);
    });
});
