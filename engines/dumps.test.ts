import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { contextOf, setOf } from '../test/support/context.ts';
import { dumpEngineOf } from './dumps.ts';
import type { EngineId } from './model/engine.ts';

const SECRET = 'not-for-any-script';

const env = (name: string) => `env: [{ name: ${name}, value: ${SECRET} }]`;

const KINDS: readonly (readonly [EngineId, string, string])[] = [
  ['postgresql', 'postgres:16', 'POSTGRES_PASSWORD'],
  ['mysql', 'mysql:8.4', 'MYSQL_ROOT_PASSWORD'],
  ['mariadb', 'mariadb:11', 'MARIADB_ROOT_PASSWORD'],
  ['redis', 'redis:7', 'REDIS_PASSWORD'],
  ['valkey', 'valkey/valkey:8', 'VALKEY_PASSWORD'],
];

describe('dumps', () => {
  for (const [id, image, variable] of KINDS)
    it(`of ${id} are scripts that a POSIX shell can read, and hold no password`, () => {
      const { context } = contextOf(setOf(`image: ${image}\n${env(variable)}`));
      const engine = dumpEngineOf(id);
      assert.equal(engine?.engine, id);
      const jobs = engine.methods.flatMap((method) => {
        assert.equal(engine.unable(context, method.method), undefined);
        const all = [method.dump(context), method.restore.script(context)];
        return [...all, ...(method.verifyFiles === undefined ? [] : [method.verifyFiles(context)])];
      });
      const around = engine.around?.(context);
      assert.ok(
        around && around.script.includes('$HOST') && around.script.includes('count.'),
        'counted from another pod',
      );
      assert.deepEqual(around.inherits, engine.methods[0]?.dump(context).inherits, 'by the login of the dump');
      jobs.push(around);
      assert.ok(jobs.some(({ inherits }) => inherits.some(({ from }) => from.includes(variable))));
      for (const script of [...jobs.map((job) => job.script), engine.facts(context), engine.check(context)]) {
        const { status, stderr } = spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' });
        assert.equal(status, 0, `${stderr}\n${script}`);
        assert.ok(!script.includes(SECRET));
      }
    });

  it('are not known of every engine', () => {
    assert.equal(dumpEngineOf('cassandra'), undefined);
  });

  it('say why a method cannot be offered', () => {
    const unable = (id: EngineId, container: string, method: 'logical' | 'physical') =>
      dumpEngineOf(id)?.unable(contextOf(setOf(container)).context, method) ?? '';
    assert.match(unable('mysql', 'image: mysql:8.4', 'physical'), /data directory/u);
    assert.match(unable('redis', 'image: redis:7', 'logical'), /no logical dump/u);
    const tls = 'image: redis:7\nargs: ["--port", "0", "--tls-port", "6379"]';
    assert.match(unable('redis', tls, 'physical'), /TLS only/u);
    const file = 'image: postgres:16\nenv: [{ name: POSTGRES_PASSWORD_FILE, value: /run/secrets/pw }]';
    assert.match(unable('postgresql', file, 'logical'), /POSTGRES_PASSWORD_FILE/u);
  });
});
