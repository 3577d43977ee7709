import assert from 'node:assert/strict';
import { contextOf, setOf } from '../../test/support/context.ts';
import { UnreadableAnswer } from '../model/live.ts';

const liveOf = (container: string, rest = '', ...objects: string[]) => {
  const { recognition, context } = contextOf(setOf(container, rest, ...objects));
  return { live: recognition.engine.live!, context };
};
const script = (container: string, rest = '', ...objects: string[]) => {
  const { live, context } = liveOf(container, rest, ...objects);
  return live.ask(context)?.command[2] ?? '';
};

/** Lines as INFO prints them, with the line ends of the protocol. */
const info = (fields: Readonly<Record<string, string | number>>) =>
  ['# Server', ...Object.entries(fields).map(([name, value]) => `${name}:${value}`), ''].join('\r\n');
const primary = {
  redis_version: '7.4.1',
  role: 'master',
  master_replid: 'ec86',
  master_repl_offset: 980,
  used_memory: 1024,
  loading: 0,
};
const replica = {
  redis_version: '7.4.1',
  role: 'slave',
  master_host: 'db-0.db',
  master_port: 6379,
  master_link_status: 'up',
  master_last_io_seconds_ago: 4,
  slave_read_repl_offset: 980,
  slave_repl_offset: 980,
  slave_read_only: 1,
  master_replid: 'ec86',
};
const read = (fields: Readonly<Record<string, string | number>>, container = 'image: redis:7') => {
  const { live, context } = liveOf(container);
  return live.ask(context)!.read(info(fields));
};

describe('Redis and Valkey: what a running member says', () => {
  it('is a primary with its replicas as it sees them', () => {
    const slaves = {
      slave0: 'ip=10.1.0.7,port=6379,state=online,offset=980,lag=0',
      slave1: 'ip=10.1.0.8,port=6379,state=online,offset=900,lag=1',
      slave2: 'ip=10.1.0.9,port=6379,state=wait_bgsave,offset=0,lag=0',
    };
    assert.deepEqual(read({ ...primary, connected_slaves: 3, ...slaves }), {
      role: 'primary',
      writable: true,
      version: { text: '7.4.1', major: 7, minor: 4, patch: 1 },
      position: '980',
      history: 'ec86',
      dataBytes: 1024,
      followers: [
        { name: '10.1.0.7', address: '10.1.0.7', state: 'online', lag: { bytes: 0, seconds: 0 } },
        { name: '10.1.0.8', address: '10.1.0.8', state: 'online', lag: { bytes: 80 } },
        { name: '10.1.0.9', address: '10.1.0.9', state: 'wait_bgsave' },
      ],
    });
  });

  it('is Valkey in its own version, not in that of Redis', () => {
    assert.equal(read({ ...primary, redis_version: '7.2.4', valkey_version: '8.0.1' }).version?.text, '8.0.1');
  });

  it('is a replica that has applied all that arrived', () => {
    const answer = read(replica);
    assert.deepEqual(
      [answer.role, answer.writable, answer.upstream, answer.streaming, answer.position],
      ['replica', false, 'db-0.db:6379', true, '980'],
    );
    assert.deepEqual(answer.lag, { bytes: 0, seconds: 0 });
    assert.equal(answer.remarks, undefined);
  });

  it('knows bytes of lag but no seconds; nothing of a silent primary, nor in versions that do not count what arrives', () => {
    assert.deepEqual(read({ ...replica, slave_repl_offset: 900 }).lag, { bytes: 80 });
    assert.equal(read({ ...replica, master_last_io_seconds_ago: 30 }).lag, undefined);
    const old = Object.fromEntries(Object.entries(replica).filter(([name]) => name !== 'slave_read_repl_offset'));
    assert.equal(read({ ...old, redis_version: '6.2.7' }).lag, undefined);
  });

  it('has lost its primary, or copies it', () => {
    const lost = read({ ...replica, master_link_status: 'down', master_link_down_since_seconds: 17 });
    assert.equal(lost.streaming, false);
    assert.equal(lost.lag, undefined);
    assert.deepEqual(lost.remarks, ['it has no link to its primary, for 17 s now']);
    const copying = read({ ...replica, master_link_status: 'down', master_sync_in_progress: 1 });
    assert.deepEqual(copying.remarks, ['it copies all data from its primary']);
  });

  it('refuses writes when its disk fails, when it loads, and without enough replicas', () => {
    for (const fields of [{ aof_last_write_status: 'err' }, { rdb_last_bgsave_status: 'err' }, { loading: 1 }])
      assert.equal(read({ ...primary, ...fields }).writable, false, JSON.stringify(fields));
    const goesOn = 'image: redis:7\nargs: [--stop-writes-on-bgsave-error, "no"]';
    assert.equal(read({ ...primary, rdb_last_bgsave_status: 'err' }, goesOn).writable, true);
    const wants = 'image: redis:7\nargs: [--min-replicas-to-write, "1"]';
    assert.equal(read({ ...primary, min_slaves_good_slaves: 0 }, wants).writable, false);
    assert.equal(read({ ...primary, min_slaves_good_slaves: 1 }, wants).writable, true);
  });

  it('remarks on what endangers it', () => {
    const answer = read({
      ...primary,
      maxmemory: 1024,
      maxmemory_policy: 'noeviction',
      aof_delayed_fsync: 3,
      aof_last_bgrewrite_status: 'err',
    });
    assert.equal(answer.remarks?.length, 3);
    const writable = read({ ...replica, slave_read_only: 0 });
    assert.equal(writable.writable, true);
    assert.match(writable.remarks?.[0] ?? '', /accepts writes/);
  });

  it('says why it refused, for redis-cli ends well all the same', () => {
    const { live, context } = liveOf('image: redis:7');
    const because = (output: string) => {
      try {
        live.ask(context)!.read(output);
      } catch (error) {
        assert.ok(error instanceof UnreadableAnswer);
        return error.message;
      }
      return assert.fail('it was read');
    };
    assert.match(because('NOAUTH Authentication required.\n'), /wants a password/);
    assert.match(because("ERR unknown command 'INFO'\n"), /renamed/);
    assert.match(because(''), /no answer/);
    assert.match(live.explain?.(0, 'AUTH failed: WRONGPASS invalid username-password pair') ?? '', /not the server’s/);
    assert.match(
      live.explain?.(1, 'Could not connect to Redis at 127.0.0.1:6379: Connection refused') ?? '',
      /no server listens/,
    );
  });
});

describe('Redis and Valkey: how a running member is asked', () => {
  it('takes the password from where the container has it, never onto a command line', () => {
    const byName = script(
      'image: redis:7\nargs: [--requirepass, $(SECRET_WORD)]\nenv: [{ name: SECRET_WORD, value: s3cret }]',
    );
    assert.match(byName, /REDISCLI_AUTH="\$\{SECRET_WORD:-\}"/);
    assert.doesNotMatch(byName, /s3cret| -a /);
    assert.match(
      script('image: redis:7\ncommand: [sh, -c, \'redis-server --requirepass "$(cat /run/secrets/word)"\']'),
      /cat \/run\/secrets\/word/,
    );
    assert.match(script('image: redis:7\nargs: [/etc/redis/redis.conf]'), /requirepass.* \/etc\/redis\/redis\.conf/);
    assert.match(script('image: valkey/valkey:8'), /command -v valkey-cli \|\| command -v redis-cli/);
  });

  it('speaks TLS where the plain port is closed, and is not asked where nobody knows its port', () => {
    const tls = script('image: redis:7\nargs: [--port, "0", --tls-port, "6380", --tls-cert-file, /tls/crt]');
    assert.match(tls, /-p 6380/);
    assert.match(tls, /--tls --insecure --cert \/tls\/crt \$\{REDIS_TLS_KEY_FILE/);
    const { live, context } = liveOf('image: redis:7\nargs: [--port, $(PORT)]');
    assert.equal(live.ask(context), undefined);
  });

  it('has one primary in a replication set, many in a cluster and in stores that know nothing of each other', () => {
    const single = (container: string) => {
      const { live, context } = liveOf(container);
      return live.singleWriter(context);
    };
    assert.equal(single('image: redis:7\nargs: [--replicaof, db-0.db, "6379"]'), true);
    assert.equal(single('image: redis:7\ncommand: [/start.sh]'), true);
    assert.equal(single('image: redis:7\nargs: [--cluster-enabled, "yes"]'), false);
    assert.equal(single('image: redis:7'), false);
  });

  it('gives a connection string', () => {
    const { live, context } = liveOf('image: redis:7');
    assert.equal(live.connection(context, { host: '127.0.0.1', port: 63790 }), 'redis://127.0.0.1:63790');
  });
});
