import assert from 'node:assert/strict';
import type { EngineId } from '../../engines/model/engine.ts';
import { seen, statefulSet, topology } from '../../test/restart/still-cluster.ts';
import { r26PrimaryByOrdinal } from './r26-primary-by-ordinal.ts';

const led = async (folder: string, engine: EngineId, ordinal: number): ReturnType<typeof check> =>
  check(seen(await topology(folder), { engine, container: engine }, {}, ordinal));
const check = async (
  of: Parameters<typeof r26PrimaryByOrdinal>[0],
): Promise<readonly { readonly evidence: string }[]> => r26PrimaryByOrdinal(of);

describe('R26, an image that takes the first member for the primary', () => {
  it('is refused where another one leads', async () => {
    for (const [folder, engine] of [
      ['naive/postgresql-ordinal', 'postgresql'],
      ['naive/mysql-ordinal', 'mysql'],
      ['naive/redis-ordinal', 'redis'],
    ] as const) {
      const [refusal] = await led(folder, engine, 1);
      assert.match(refusal?.evidence ?? '', /the pods run: .*0/u, folder);
    }
  });

  it('is refused where the scripts are out of sight while another one leads', async () => {
    const objects = (await topology('postgresql')).filter(({ kind }) => kind !== 'ConfigMap');
    const [refusal] = await check(seen(objects, { container: 'postgresql' }, {}, 2));
    assert.match(refusal?.evidence ?? '', /out of sight/u);
  });

  it('is allowed while the first member leads', async () => {
    assert.deepEqual(await led('naive/postgresql-ordinal', 'postgresql', 0), []);
    assert.deepEqual(await led('naive/redis-ordinal', 'redis', 0), []);
  });

  it('is allowed for the sound topologies, whoever leads: the ordinal makes only a server id there', async () => {
    for (const engine of ['postgresql', 'mysql', 'mariadb', 'redis'] as const)
      assert.deepEqual(await led(engine, engine, 2), [], engine);
  });

  it('knows the usual ways to write it', async () => {
    for (const script of [
      '[[ $(hostname) =~ -([0-9]+)$ ]]; ordinal=${BASH_REMATCH[1]}; if [[ $ordinal -eq 0 ]]; then master; fi',
      'if [ "$HOSTNAME" = "db-0" ]; then start; fi',
      'case $(hostname) in *-0) start ;; esac',
      'if [ "${POD_NAME##*-}" == "0" ]; then start; fi',
      'if [ `hostname` = redis-0 ]; then start; fi',
    ]) {
      const containers = [{ name: 'postgres', image: 'postgres:16', command: ['sh', '-c', script] }];
      const set = statefulSet({}, { template: { metadata: {}, spec: { containers } } });
      assert.equal((await check(seen([set], {}, {}, 1))).length, 1, script);
      assert.deepEqual(await check(seen([set], {}, {}, 0)), [], script);
    }
  });
});
