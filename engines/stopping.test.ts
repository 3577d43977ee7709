import assert from 'node:assert/strict';
import type { EngineId } from './model/engine.ts';
import type { RestFacts, StoppingEngine } from './model/stopping.ts';
import { stoppingEngineOf } from './stopping.ts';

const of = (engine: EngineId): StoppingEngine => {
  const found = stoppingEngineOf(engine);
  assert.ok(found);
  return found;
};

const A = '3e11fa47-71ca-11e1-9e33-c80aa9429562';
const POSTGRESQL = { identity: '7391', history: '3', position: '0/5000060', role: 'primary' };
const MYSQL = { identity: A, position: `${A}:1-100`, role: 'primary' };
const MARIADB = { position: '0-1-100', role: 'primary' };
const REDIS = { keys: '100', expires: '10', position: '5000', changes: '0 since 1', role: 'primary' };

describe('What an engine holds when it is started', () => {
  const cases: readonly (readonly [EngineId, string, RestFacts, RestFacts, RegExp | undefined])[] = [
    ['postgresql', 'the same', POSTGRESQL, POSTGRESQL, undefined],
    ['postgresql', 'later WAL', POSTGRESQL, { ...POSTGRESQL, position: '0/50000D8' }, undefined],
    [
      'postgresql',
      'less WAL',
      POSTGRESQL,
      { ...POSTGRESQL, position: '0/5000000' },
      /96 bytes of WAL before 0\/5000060/u,
    ],
    ['postgresql', 'another system', POSTGRESQL, { ...POSTGRESQL, identity: '7392' }, /system identifier is 7392/u],
    ['postgresql', 'an older timeline', POSTGRESQL, { ...POSTGRESQL, history: '2' }, /timeline is 2, and was 3/u],
    ['postgresql', 'no position', POSTGRESQL, { ...POSTGRESQL, position: '' }, /cannot be compared/u],
    ['mysql', 'the same', MYSQL, MYSQL, undefined],
    ['mysql', 'fewer transactions', MYSQL, { ...MYSQL, position: `${A}:1-99` }, /had .*1-100/u],
    ['mysql', 'an empty server', MYSQL, { ...MYSQL, identity: A.replace('3', '4') }, /server_uuid is 4e11/u],
    ['mysql', 'no GTIDs any more', MYSQL, { identity: A, role: 'primary' }, /cannot be compared/u],
    ['mariadb', 'the same', MARIADB, MARIADB, undefined],
    ['mariadb', 'fewer transactions', MARIADB, { ...MARIADB, position: '0-1-99' }, /had 0-1-100/u],
    ['redis', 'the same', REDIS, REDIS, undefined],
    ['redis', 'keys whose time was over meanwhile', REDIS, { ...REDIS, keys: '92' }, undefined],
    ['redis', 'keys whose time was over at the load', REDIS, { ...REDIS, keys: '80', loaded: '100' }, undefined],
    ['redis', 'fewer keys', REDIS, { ...REDIS, keys: '89' }, /holds 89 keys, and held 100/u],
    ['valkey', 'none', REDIS, { ...REDIS, keys: '0' }, /holds 0 keys/u],
    ['redis', 'nothing counted', REDIS, { role: 'primary' }, /were not counted/u],
  ];
  for (const [engine, what, was, is, why] of cases) {
    it(`${engine}: ${what} ${why === undefined ? 'is what was stopped' : 'is not what was stopped'}`, () => {
      const lost = of(engine).lost(was, is);
      if (why === undefined) assert.equal(lost, undefined);
      else assert.match(lost ?? '', why);
    });
  }
});

describe('A replica before the servers end', () => {
  const cases: readonly (readonly [EngineId, RestFacts, string, RegExp | undefined])[] = [
    ['postgresql', POSTGRESQL, '0/5000060', undefined],
    ['postgresql', POSTGRESQL, '0/5000000', /lacks 96 bytes/u],
    ['postgresql', POSTGRESQL, '', /not known/u],
    ['mysql', MYSQL, `${A}:1-101`, undefined],
    ['mysql', MYSQL, `${A}:1-99`, /lacks transactions/u],
    ['mysql', MYSQL, 'binlog.000002:157', /not known/u],
    ['mariadb', MARIADB, '0-1-100', undefined],
    ['mariadb', MARIADB, '0-1-98', /lacks transactions/u],
    ['redis', REDIS, '5000', undefined],
    ['redis', REDIS, '4999', /lacks 1 bytes/u],
  ];
  for (const [engine, primary, position, why] of cases) {
    it(`${engine}: at ${position || 'no position'} ${why === undefined ? 'has all' : 'does not count as having all'}`, () => {
      const behind = of(engine).behind(primary, { role: 'replica', position });
      if (why === undefined) assert.equal(behind, undefined);
      else assert.match(behind ?? '', why);
    });
  }
});

describe('A primary that nobody writes to', () => {
  it('stands still by its position, and Redis by its changes, whatever its Sentinels say', () => {
    assert.ok(of('postgresql').isStill(POSTGRESQL, POSTGRESQL));
    assert.ok(!of('postgresql').isStill(POSTGRESQL, { ...POSTGRESQL, position: '0/5000100' }));
    assert.ok(!of('postgresql').isStill({}, {}), 'unknown is not still');
    assert.ok(!of('mysql').isStill(MYSQL, { ...MYSQL, position: `${A}:1-101` }));
    assert.ok(of('redis').isStill(REDIS, { ...REDIS, position: '5100' }));
    assert.ok(!of('redis').isStill(REDIS, { ...REDIS, changes: '1 since 1' }));
  });
});
