import assert from 'node:assert/strict';
import { Asker } from '../../core/inventory/asking/asker.ts';
import { memberKey } from '../../core/inventory/asking/types.ts';
import { describeOnCluster } from '../cluster/practice.ts';
import { until } from '../cluster/wait.ts';
import { Lab, type ServerPod } from './lab.ts';

const PASSWORD = 'it\'s "practice" \\ $x';
const env = { POSTGRES_PASSWORD: PASSWORD, PGDATA: '/data/pgdata' };
const common = { data: '/data', user: 999, ready: ['pg_isready', '-h', '127.0.0.1', '-U', 'postgres'] };

const primary = (name: string, major: number): ServerPod => ({
  ...common,
  name,
  image: `postgres:${major}`,
  args: ['-c', 'wal_keep_size=256MB', '-c', 'track_wal_io_timing=on'],
  env: { ...env, POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256' },
});

const standby = (name: string, major: number, of: string): ServerPod => ({
  ...common,
  name,
  image: `postgres:${major}`,
  env,
  before: `export PGPASSWORD="$POSTGRES_PASSWORD"; until pg_basebackup -w -h ${of} -U postgres -D "$PGDATA" -R -X stream; do rm -rf "$PGDATA"; sleep 1; done`,
});

/** The practice images keep pg_hba.conf as the official ones: replication over the network asks for a line of its own. */
const OPEN =
  'echo "host replication all all scram-sha-256" >> "$PGDATA/pg_hba.conf"; psql -XqU postgres -c "SELECT pg_reload_conf()"';
const sql = (text: string) => `psql -XAtqU postgres -c "${text}"`;

describeOnCluster('asking PostgreSQL', function () {
  this.timeout('6m');
  let lab: Lab;
  before(async () => {
    lab = await Lab.open('live-engines-postgresql');
  });
  after(() => lab.close());

  for (const major of [15, 16, 18])
    describe(`PostgreSQL ${major}`, () => {
      const [first, second] = [`first-${major}`, `second-${major}`];

      it('is a primary that stands alone', async () => {
        await lab.start(primary(first, major));
        const answer = await lab.answer(first);
        assert.equal(answer.role, 'primary');
        assert.equal(answer.writable, true);
        assert.equal(answer.version?.major, major);
        assert.match(answer.position ?? '', /^0\/[\dA-F]+$/);
        assert.equal(answer.history, '1');
        assert.match(answer.identity ?? '', /^\d{15,}$/);
        assert.deepEqual(answer.followers, []);
        assert.ok((answer.flush?.milliseconds ?? 0) > 0, JSON.stringify(answer.flush));
        assert.equal(answer.upstream, undefined);
        assert.equal(answer.remarks, undefined);
      });

      it('has a standby that streams and is level', async () => {
        await lab.run(first, OPEN);
        await lab.start(standby(second, major, first));
        const answer = await lab.answers(second, 'streams', ({ streaming }) => streaming === true);
        const leader = await lab.answer(first);
        assert.equal(answer.role, 'replica');
        assert.equal(answer.writable, false);
        assert.equal(answer.history, '1');
        assert.equal(answer.identity, leader.identity);
        assert.equal(answer.upstream, `${first}:5432`);
        assert.deepEqual(answer.lag, { bytes: 0, seconds: 0 });
        const { address } = await lab.member(second);
        assert.equal(leader.followers?.length, 1);
        const [follower] = leader.followers;
        assert.deepEqual([follower?.address, follower?.state, follower?.synchronous], [address, 'streaming', false]);
      });

      it('lags by what it has not replayed, and says that replay is paused', async () => {
        await lab.run(second, sql('SELECT pg_wal_replay_pause()'));
        await lab.run(first, sql('CREATE TABLE t AS SELECT generate_series(1, 20000) AS i'));
        const answer = await lab.answers(second, 'lags', ({ lag }) => (lag?.bytes ?? 0) > 1_000_000);
        assert.equal(answer.streaming, true);
        assert.match(answer.remarks?.[0] ?? '', /replay of WAL is paused/);
        const leader = await lab.answer(first);
        assert.ok((leader.followers?.[0]?.lag?.bytes ?? 0) > 1_000_000, JSON.stringify(leader.followers));
        await lab.run(second, sql('SELECT pg_wal_replay_resume()'));
        const level = await lab.answers(second, 'is level', ({ lag }) => lag?.bytes === 0);
        assert.equal(level.lag?.seconds, 0);
      });

      it('hangs, and is asked in vain for no longer than a few seconds', async () => {
        await lab.run(second, 'kill -STOP $(head -n 1 "$PGDATA/postmaster.pid")');
        const begun = Date.now();
        await lab.fails(second, /no answer in time|no answer within/);
        assert.ok(Date.now() - begun < 12_000, `${Date.now() - begun} ms`);
        await lab.run(second, 'kill -CONT $(head -n 1 "$PGDATA/postmaster.pid")');
        await lab.answers(second, 'answers again', () => true);
      });

      if (major === 16)
        it('is seen as a second writer within 5 s of its promotion', async () => {
          const members = await Promise.all([lab.member(first), lab.member(second)]);
          const asker = new Asker(lab.connection);
          asker.setMembers(members);
          asker.setAttention('watched');
          try {
            const writers = () => members.filter((one) => asker.known(memberKey(one)).answer?.writable === true).length;
            const wait = { seconds: 30, advice: 'Look at the asker.', every: 20 };
            await until('both are known', wait, () =>
              Promise.resolve(members.every((one) => asker.known(memberKey(one)).answer !== undefined)),
            );
            assert.equal(writers(), 1);
            await lab.run(second, sql('SELECT pg_promote()'));
            const promoted = Date.now();
            await until('two writers', wait, () => Promise.resolve(writers() === 2));
            const took = Date.now() - promoted;
            assert.ok(took < 5000, `seen after ${took} ms`);
          } finally {
            asker.close();
          }
        });
      else
        it('has lost its primary: it does not stream, and its lag is not known', async () => {
          await lab.practice.here(['delete', 'pod', first, '--now']);
          const lost = await lab.answers(second, 'does not stream', ({ streaming }) => streaming === false);
          assert.equal(lost.lag, undefined);
          assert.equal(lost.upstream, `${first}:5432`);
          assert.match(lost.remarks?.[0] ?? '', /does not stream from a primary/);
          await lab.run(second, sql('SELECT pg_promote()'));
        });

      it('is a primary on a new timeline once promoted', async () => {
        const answer = await lab.answers(second, 'is a primary', ({ role }) => role === 'primary');
        assert.equal(answer.writable, true);
        assert.equal(answer.history, '2');
        assert.equal(answer.streaming, undefined);
      });

      it('says that transactions are read-only by default', async () => {
        await lab.run(second, sql('ALTER SYSTEM SET default_transaction_read_only = on'));
        await lab.run(second, sql('SELECT pg_reload_conf()'));
        const answer = await lab.answers(second, 'warns', ({ remarks }) => remarks !== undefined);
        assert.match(answer.remarks?.join() ?? '', /read-only by default/);
      });
    });

  it('says that the password is not the server’s, and that the server starts', async () => {
    const strict = { ...primary('strict', 15), env: { ...env, POSTGRES_INITDB_ARGS: '--auth-local=scram-sha-256' } };
    await lab.start(strict);
    assert.equal((await lab.answer('strict')).role, 'primary');
    const authenticated = (text: string) => `PGPASSWORD="$POSTGRES_PASSWORD" ${sql(text)}`;
    await lab.run('strict', authenticated("ALTER SYSTEM SET restore_command = 'sleep 600'"));
    await lab.run('strict', authenticated("ALTER USER postgres PASSWORD 'another'"));
    await lab.fails('strict', /the password in the container’s variables is not the server’s/);
    await lab.run('strict', 'touch "$PGDATA/standby.signal"; kill -TERM $(head -n 1 "$PGDATA/postmaster.pid")');
    await lab.fails('strict', /starts or replays its WAL|no server listens/);
    await lab.fails('strict', /starts or replays its WAL/);
  });
});
