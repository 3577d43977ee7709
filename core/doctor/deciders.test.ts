import assert from 'node:assert/strict';
import type { ApiObject } from '../cluster/connection.ts';
import { found, type Differently } from '../../test/doctor/examined.ts';
import { ledBy, withMember } from '../../test/restart/still-cluster.ts';
import { NOW } from '../../test/support/live.ts';
import { deciders } from './deciders.ts';

const lock = (leader: string, age: number): ApiObject => ({
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: {
    name: 'postgres',
    annotations: { leader, ttl: '30', renewTime: new Date(NOW - age * 1_000).toISOString() },
  },
});
const patroni = (...objects: readonly ApiObject[]): Promise<string[]> =>
  found(deciders, { flavour: 'patroni' }, { objects });

const sentinel: ApiObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'watch-0', namespace: 'shop' },
  spec: { containers: [{ name: 'sentinel', image: 'redis:7', command: ['redis-server', '/s.conf', '--sentinel'] }] },
  status: { phase: 'Running' },
};
const says = (stdout: string, exitCode = 0): Differently => ({
  objects: [sentinel],
  exec: () => Promise.resolve({ exitCode, stdout, stderr: '' }),
});
const watched = (given: Differently): Promise<string[]> =>
  found(deciders, { engine: 'redis', flavour: 'sentinel' }, given);

describe('Doctor: who decides can decide', () => {
  it('is well in a plain set: a person decides', async () => {
    assert.match((await found(deciders)).join(), /^well: Nobody fails over by themselves/u);
  });

  it('goes by Patroni’s lock', async () => {
    assert.match((await patroni(lock('postgres-0', 5))).join(), /^well: /u);
    assert.match((await patroni(lock('postgres-0', 60))).join(), /^risk: .*not renewed in time/u);
    assert.match((await patroni(lock('', 5))).join(), /^risk: Nobody holds/u);
    assert.match((await patroni()).join(), /^unknown: /u);
  });

  it('goes by what Sentinels say', async () => {
    const fine = 'mymaster\t10.0.0.1\tOK 3 usable Sentinels. Quorum and failover authorization can be reached\n';
    assert.deepEqual(await watched(says(fine)), ['well: Sentinels could fail mymaster over.']);
    const alone =
      'mymaster\t10.0.0.1\tNOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the quorum\n';
    assert.deepEqual(await watched(says(alone)), ['risk: Sentinels could not fail mymaster over.']);
    const besides: ApiObject = {
      ...sentinel,
      spec: {
        containers: [
          { name: 'watcher', image: 'redis:7', command: ['sh', '/s.sh'], ports: [{ containerPort: 26379 }] },
        ],
      },
    };
    assert.deepEqual(await watched({ ...says(fine), objects: [besides] }), [
      'well: Sentinels could fail mymaster over.',
    ]);
    assert.match((await watched(says('', 1))).join(), /^unknown: /u);
    assert.match((await watched({})).join(), /^unknown: /u);
  });

  it('counts voices where members vote, one lost', async () => {
    const flavour = 'galera';
    assert.match((await found(deciders, { flavour })).join(), /^well: A majority is left/u);
    const one = withMember(ledBy(0), 1, { ready: false });
    assert.match((await found(deciders, { flavour, members: one.members })).join(), /^risk: .*none any more/u);
    const two = withMember(one, 2, { ready: false });
    assert.match((await found(deciders, { flavour, members: two.members })).join(), /^risk: There is no majority/u);
  });

  it('is unknown where an operator decides, whose own pods are not looked at', async () => {
    const all = await found(deciders, { flavour: 'operator:cloudnative-pg' });
    assert.deepEqual(all, ['unknown: CloudNativePG decides; whether it runs is not looked at.']);
  });
});
