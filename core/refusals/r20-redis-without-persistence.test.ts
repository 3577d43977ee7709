import assert from 'node:assert/strict';
import type { ExecResult } from '../cluster/connection.ts';
import { only, seen, statefulSet, topology } from '../../test/restart/still-cluster.ts';
import { r20RedisWithoutPersistence } from './r20-redis-without-persistence.ts';

const redis = { engine: 'redis', container: 'redis' } as const;

const said = (stdout: string): Promise<ExecResult> => Promise.resolve({ exitCode: 0, stdout, stderr: '' });

const withArguments = (args: readonly string[], annotations = {}): ReturnType<typeof statefulSet> => {
  const containers = [{ name: 'redis', image: 'redis:7.0.15', args }];
  return statefulSet({ annotations }, { template: { metadata: {}, spec: { containers } } });
};

describe('R20, the restart of a Redis primary without persistence', () => {
  it('is refused where snapshots and the append only file are off', async () => {
    const refusal = await only(
      r20RedisWithoutPersistence(seen([withArguments(['--save', '', '--appendonly', 'no'])], redis)),
    );
    assert.equal(refusal.id, 'R20');
    assert.match(refusal.what, /come back empty/u);
  });

  it('is refused where the configuration is out of sight, and the server takes no snapshots, or does not tell', async () => {
    const objects = await topology('redis');
    for (const [answer, word] of [
      ['aof_enabled:0\nsave:save   \n', /keeps nothing/u],
      ['aof_enabled:0\nsave:ERR unknown command  \n', /not known/u],
      ['', /not known/u],
    ] as const) {
      const refusal = await only(r20RedisWithoutPersistence({ ...seen(objects, redis), ask: () => said(answer) }));
      assert.match(refusal.what, word, answer);
    }
    const unasked = await only(r20RedisWithoutPersistence(seen(objects, redis)));
    assert.match(unasked.what, /not known/u);
  });

  it('is allowed with an append only file, with the default snapshots, and for what may be lost', async () => {
    const none = ['--save', '', '--appendonly', 'no'];
    for (const one of [
      withArguments(['--appendonly', 'yes']),
      withArguments([]),
      withArguments(none, { 'plinth.dev/ephemeral': 'a cache' }),
    ])
      assert.deepEqual(await r20RedisWithoutPersistence(seen([one], redis)), []);
  });

  it('is allowed where the configuration is out of sight and the server says that it writes, and for other engines', async () => {
    const objects = await topology('redis');
    for (const answer of ['aof_enabled:1\nsave:save 3600 1  \n', 'aof_enabled:0\nsave:save 3600 1 300 100  \n'])
      assert.deepEqual(await r20RedisWithoutPersistence({ ...seen(objects, redis), ask: () => said(answer) }), []);
    assert.deepEqual(await r20RedisWithoutPersistence(seen([statefulSet()])), []);
  });
});
