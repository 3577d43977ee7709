import assert from 'node:assert/strict';
import { describeOnCluster } from '../cluster/practice.ts';
import { Lab, type ServerPod } from './lab.ts';

const PASSWORD = 'it\'s "practice" \\ $x';
const CLI = 'REDISCLI_AUTH="$REDIS_PASSWORD" redis-cli';

const pod = (name: string, ...args: readonly string[]): ServerPod => ({
  name,
  image: 'redis:7',
  args: ['--requirepass', '$(REDIS_PASSWORD)', '--masterauth', '$(REDIS_PASSWORD)', '--repl-timeout', '10', ...args],
  env: { REDIS_PASSWORD: PASSWORD },
  data: '/data',
  user: 999,
  ready: ['sh', '-c', `${CLI} ping | grep PONG`],
});

describeOnCluster('asking Redis', function () {
  this.timeout('6m');
  let lab: Lab;
  before(async () => {
    lab = await Lab.open('live-engines-redis');
    await lab.start(pod('first', '--appendonly', 'yes'));
  });
  after(() => lab.close());

  it('is a primary that stands alone', async () => {
    const answer = await lab.answer('first');
    assert.equal(answer.role, 'primary');
    assert.equal(answer.writable, true);
    assert.equal(answer.version?.major, 7);
    assert.equal(answer.position, '0');
    assert.match(answer.history ?? '', /^[\da-f]{40}$/);
    assert.deepEqual(answer.followers, []);
    assert.ok((answer.dataBytes ?? 0) > 100_000);
    assert.equal(answer.remarks, undefined);
  });

  it('has a replica that is level', async () => {
    await lab.start(pod('second', '--replicaof', 'first', '6379'));
    await lab.run('first', `${CLI} set a b`);
    const answer = await lab.answers(
      'second',
      'is level',
      ({ streaming, lag }) => streaming === true && lag?.bytes === 0,
    );
    assert.deepEqual([answer.role, answer.writable, answer.upstream], ['replica', false, 'first:6379']);
    const leader = await lab.answer('first');
    assert.equal(answer.history, leader.history);
    const { address } = await lab.member('second');
    assert.deepEqual([leader.followers?.[0]?.address, leader.followers?.[0]?.state], [address, 'online']);
  });

  it('is a replica that accepts writes, and says that this is wrong', async () => {
    await lab.run('second', `${CLI} config set replica-read-only no`);
    const answer = await lab.answer('second');
    assert.equal(answer.writable, true);
    assert.match(answer.remarks?.[0] ?? '', /accepts writes/);
    await lab.run('second', `${CLI} config set replica-read-only yes`);
  });

  it('refuses writes after a snapshot that failed', async () => {
    await lab.run('first', `rm -f /data/dump.rdb; mkdir /data/dump.rdb; ${CLI} bgsave`);
    const answer = await lab.answers('first', 'refuses', ({ writable }) => writable === false);
    assert.deepEqual(answer.remarks, ['the last snapshot failed: it refuses writes until one succeeds']);
    assert.match(await lab.run('first', `${CLI} set a c`), /MISCONF/);
    await lab.run('first', `rmdir /data/dump.rdb; ${CLI} bgsave`);
    await lab.answers('first', 'writes again', ({ writable }) => writable === true);
  });

  it('hangs, and is asked in vain for no longer than a few seconds', async () => {
    await lab.run('first', 'kill -STOP $(pidof redis-server)');
    const begun = Date.now();
    await lab.fails('first', /no answer within 8 s/);
    assert.ok(Date.now() - begun < 14_000, `${Date.now() - begun} ms`);
    const orphan = await lab.answers('second', 'has lost it', ({ streaming }) => streaming === false);
    assert.equal(orphan.lag, undefined);
    assert.match(orphan.remarks?.[0] ?? '', /no link to its primary, for \d+ s now/);
    await lab.run('first', 'kill -CONT $(pidof redis-server)');
    await lab.answers('second', 'streams again', ({ streaming }) => streaming === true);
  });

  it('is a second primary, of another history, once told so', async () => {
    await lab.run('second', `${CLI} replicaof no one`);
    const [one, other] = [await lab.answer('first'), await lab.answer('second')];
    assert.deepEqual([one.role, one.writable, other.role, other.writable], ['primary', true, 'primary', true]);
    assert.notEqual(one.history, other.history);
    assert.deepEqual(one.followers, []);
  });

  it('says that the password is not the server’s, and that a port is closed', async () => {
    await lab.run('second', `${CLI} config set requirepass another`);
    await lab.fails('second', /the password in the container’s variables is not the server’s/);
  });
});
