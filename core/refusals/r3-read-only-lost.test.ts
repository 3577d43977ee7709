import assert from 'node:assert/strict';
import type { EngineId } from '../../engines/model/engine.ts';
import { seen, topology } from '../../test/restart/still-cluster.ts';
import { r3ReadOnlyLost } from './r3-read-only-lost.ts';

async function check(folder: string, engine: EngineId, stdout: string, exitCode = 0): Promise<string[]> {
  const of = seen(await topology(folder), { engine, container: engine });
  const ask = (): Promise<{ exitCode: number; stdout: string; stderr: string }> =>
    Promise.resolve({ exitCode, stdout, stderr: '' });
  return (await r3ReadOnlyLost({ ...of, ask })).map(({ kind, evidence }) => `${kind}: ${evidence}`);
}

describe('R3, a replica that would come back accepting writes', () => {
  it('is refused where read_only was set by a statement, and stands in no configuration', async () => {
    const [first, second, ...more] = await check('naive/mariadb-ordinal', 'mariadb', 'now=1\nfrom=SQL\n');
    assert.match(first ?? '', /^mend: postgres-1|^mend: wiki-db-1/u);
    assert.match(second ?? '', /stands in no configuration/u);
    assert.deepEqual(more, []);
    const dynamic = 'now=1\nfrom=DYNAMIC\nfrom=COMPILED\n';
    assert.equal((await check('naive/mysql-ordinal', 'mysql', dynamic)).length, 2);
  });

  it('is refused where another value is persisted: it beats the configuration', async () => {
    assert.match((await check('mysql', 'mysql', 'now=1\nfrom=DYNAMIC\npersisted=OFF\n'))[0] ?? '', /OFF is what/u);
  });

  it('is refused, unless accepted by typing, where a replica does not tell', async () => {
    assert.match((await check('mysql', 'mysql', '', 1))[0] ?? '', /^typed: .*does not tell/u);
  });

  it('is allowed where it is persisted or configured, and for the sound topologies', async () => {
    assert.deepEqual(await check('mysql', 'mysql', 'now=1\nfrom=DYNAMIC\npersisted=ON\npersisted=ON\n'), []);
    assert.deepEqual(await check('mysql', 'mysql', 'now=1\nfrom=GLOBAL\nfrom=COMPILED\n'), []);
    assert.deepEqual(await check('mariadb', 'mariadb', 'now=1\nfrom=SQL\n'), [], 'configured, and set by fence.sh');
    assert.deepEqual(await check('naive/mysql-ordinal', 'mysql', 'now=1\nfrom=EXPLICIT\nfrom=COMPILED\n'), []);
  });

  it('is allowed for engines whose replicas cannot write', async () => {
    assert.deepEqual(await check('postgresql', 'postgresql', ''), []);
  });
});
