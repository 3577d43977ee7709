import assert from 'node:assert/strict';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { Lab, type ServerPod } from '../live-engines/lab.ts';
import { Bench, countsOf } from './bench.ts';

const PASSWORD = 'practice$x-4711';

describeOnCluster('dumping the files of a server', function () {
  this.timeout('6m');
  let lab: Lab;
  before(async () => {
    lab = await Lab.open('dumps-files');
  });
  after(() => lab.close());

  /** Waits until a check in a pod says what fits; a server that is still starting answers nothing. */
  const checks = async (bench: Bench, pod: string) =>
    until(`${pod} can be checked`, { seconds: 60, advice: `Look at /data/log in ${pod}.`, every: 500 }, async () => {
      const found = await bench.check(pod).catch(() => undefined);
      return found?.bad.length === 0 ? found : undefined;
    });

  describe('postgres:15', () => {
    const common = { image: 'postgres:15', data: '/data', user: 999 };
    const env = { POSTGRES_PASSWORD: PASSWORD, PGDATA: '/data/pgdata' };
    const source: ServerPod = {
      ...common,
      env,
      name: 'pg-source',
      ready: ['pg_isready', '-h', '127.0.0.1', '-U', 'postgres'],
    };
    const hand: ServerPod = {
      ...common,
      name: 'pg-hand',
      env: { ...env, PGDATA: '/data/restored' },
      args: ['sleep', 'infinity'],
      ready: ['true'],
    };
    const sql = (pod: string, text: string) => lab.run(pod, `psql -XAtq -U postgres <<'EOF'\n${text}\nEOF`);
    let bench: Bench;
    before(async () => {
      bench = await Bench.open(lab, 5432, [source, hand]);
      await sql(
        source.name,
        'CREATE TABLE orders AS SELECT i, md5(i::text) FROM generate_series(1, 5000) i; CREATE INDEX ON orders (i)',
      );
    });
    const physical = () => bench.engine.methods.find(({ method }) => method === 'physical') ?? assert.fail();

    it('says that pg_hba.conf lets nobody replicate, and what line would', async () => {
      const facts = await bench.facts(source.name);
      assert.match(facts['busy.physical'] ?? '', /pg_hba\.conf lets this user replicate from no other pod/u);
      assert.equal(facts['busy'], undefined);
      await assert.rejects(
        bench.job(hand.name, source.name, physical().dump(bench.context), '> /data/none'),
        /pg_hba\.conf/u,
      );
    });

    it('is unpacked, verified, and starts as a server of its own', async () => {
      await lab.run(source.name, 'echo "host replication postgres all scram-sha-256" >> "$PGDATA/pg_hba.conf"');
      await sql(source.name, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'; SELECT pg_reload_conf()");
      const facts = await bench.facts(source.name);
      assert.equal(facts['busy.physical'], undefined);
      await bench.job(hand.name, source.name, physical().dump(bench.context), '> /data/whole');
      await bench.job(hand.name, source.name, physical().restore.script(bench.context), '< /data/whole');
      await bench.job(hand.name, source.name, physical().verifyFiles?.(bench.context) ?? assert.fail());
      await lab.run(hand.name, 'nohup postgres -D /data/restored > /data/log 2>&1 &');
      const found = await checks(bench, hand.name);
      assert.match(found.ok.join('\n'), /recovery is over/u);
      assert.match(found.ok.join('\n'), /pg_amcheck/u);
      assert.deepEqual(countsOf(found.counts), countsOf(facts));
      await sql(hand.name, 'INSERT INTO orders VALUES (0)');
      assert.equal((await sql(hand.name, 'SELECT count(*), pg_is_in_recovery() FROM orders')).trim(), '5001|f');
    });

    it('finds a flipped bit, and a stream that is cut', async () => {
      const again = 'export DATA=/data/again; rm -rf /data/again';
      await bench.job(hand.name, source.name, physical().restore.script(bench.context), '< /data/whole', again);
      await lab.run(
        hand.name,
        'file=/data/again/global/1262; printf X | dd of=$file bs=1 seek=5000 conv=notrunc 2>/dev/null',
      );
      const verify = physical().verifyFiles?.(bench.context) ?? assert.fail();
      await assert.rejects(
        bench.job(hand.name, source.name, verify, '', 'export DATA=/data/again'),
        /checksum mismatch/u,
      );
      await lab.run(hand.name, 'head -c $(($(wc -c < /data/whole) / 2)) /data/whole > /data/cut');
      await assert.rejects(
        bench.job(hand.name, source.name, physical().restore.script(bench.context), '< /data/cut', again),
      );
    });
  });

  for (const appendonly of ['no', 'yes'])
    describe(`redis:7 with appendonly ${appendonly}`, () => {
      const common = { image: 'redis:7', data: '/data', user: 999, env: { REDIS_PASSWORD: PASSWORD } };
      const args = ['--requirepass', '$(REDIS_PASSWORD)', '--appendonly', appendonly];
      const [from, hand] = [`redis-${appendonly}-source`, `redis-${appendonly}-hand`];
      const ready = ['sh', '-c', 'REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli ping | grep -q PONG'];
      const ask = (pod: string, text: string) => lab.run(pod, `REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli ${text}`);
      let bench: Bench;
      before(async () => {
        const worker: ServerPod = { ...common, name: hand, args: ['sleep', 'infinity'], ready: ['true'] };
        bench = await Bench.open(lab, 6379, [{ ...common, name: from, args, ready }, worker]);
        await ask(from, `eval 'for i = 1, 3000 do redis.call("set", "key:" .. i, i) end' 0`);
        await ask(from, 'set short lived px 8000');
      });
      const physical = () => bench.engine.methods[0] ?? assert.fail();

      it('is loaded by a new server with every key', async () => {
        const facts = await bench.facts(from);
        assert.deepEqual([facts['role'], facts['busy']], ['primary', undefined]);
        assert.deepEqual(countsOf(await bench.around(hand, from)), countsOf(facts), 'the same from another pod');
        await bench.job(hand, from, physical().dump(bench.context), '> /data/whole');
        await bench.job(hand, from, physical().restore.script(bench.context), '< /data/whole');
        await bench.job(hand, from, physical().verifyFiles?.(bench.context) ?? assert.fail());
        const start = `cd /data/restored && nohup redis-server --requirepass "$REDIS_PASSWORD" --appendonly ${appendonly} > /data/log 2>&1 &`;
        await lab.run(hand, `sleep 9; ${start}`);
        const found = await checks(bench, hand);
        assert.deepEqual(countsOf(found.counts), countsOf(facts));
        assert.equal((await ask(hand, 'get key:3000')).trim(), '3000');
      });

      it('finds a flipped byte, and fails on a stream that is cut and on a wrong password', async () => {
        const again = 'export DATA=/data/again; rm -rf /data/again';
        const verify = physical().verifyFiles?.(bench.context) ?? assert.fail();
        const faults = [
          'head -c $(($(wc -c < /data/whole) / 2)) /data/whole > /data/bad',
          'cp /data/whole /data/bad; printf X | dd of=/data/bad bs=1 seek=20000 conv=notrunc 2>/dev/null',
        ];
        for (const fault of faults) {
          await lab.run(hand, fault);
          await bench.job(hand, from, physical().restore.script(bench.context), '< /data/bad', again);
          await assert.rejects(bench.job(hand, from, verify, '', 'export DATA=/data/again'));
        }
        const { script } = physical().dump(bench.context);
        const wrong = { script, inherits: [] };
        const said = await bench.job(
          hand,
          from,
          wrong,
          '2>&1 >/data/none || echo ended $?',
          'export REDISCLI_AUTH=not-the-one',
        );
        assert.match(said, /WRONGPASS[^]*ended [1-9]/u);
        for (const secret of ['not-the-one', PASSWORD]) assert.ok(!said.includes(secret), 'the password is told');
      });
    });
});
