import assert from 'node:assert/strict';
import { orders as ordersOf, type Orders } from '../../test/model/engines/orders.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import type { Connection } from '../cluster/connection.ts';
import type { LiveDatabase } from '../inventory/model.ts';
import { CHECKS, diagnose, type Diagnosis } from './doctor.ts';

async function asked(
  orders: Orders,
  over: (seen: LiveDatabase) => Partial<LiveDatabase> = () => ({}),
  change: (connection: Connection) => Partial<Connection> = () => ({}),
): Promise<Diagnosis> {
  const { world } = orders;
  const { connection } = world.process({ name: 'doctor' });
  const eyes = Object.assign(Object.create(connection) as Connection, change(connection));
  const seen = orders.database();
  return world.time.during(diagnose(eyes, { ...seen, ...over(seen) }, world.time.now()));
}

const stateOf = ({ examinations }: Diagnosis, wanted: string): string | undefined =>
  examinations.find(({ id }) => id === wanted)?.state;

describe('Doctor, on a cluster that keeps Kubernetes’ semantics', () => {
  let orders: Orders;

  before(async () => {
    orders = await ordersOf(1);
  });
  after(() => {
    orders.server.stop();
  });

  it('says that a failover would work, and changes nothing', async () => {
    const before = JSON.stringify(orders.database());
    const diagnosis = await asked(orders);
    const bad = diagnosis.examinations.filter(({ of, state }) => of === 'failover' && state !== 'well');
    assert.deepEqual(bad, []);
    assert.equal(diagnosis.failover, 'well');
    assert.equal(diagnosis.all, 'risk', 'no backup, no budget');
    assert.equal(JSON.stringify(orders.database()), before);
  });

  it('says that it would not, and why, with a replica that does not stream', async () => {
    const diagnosis = await asked(orders, ({ members }) => ({
      members: members.map((one) => (one.role === 'replica' ? { ...one, streaming: false } : one)),
    }));
    assert.equal(diagnosis.failover, 'risk');
    assert.equal(stateOf(diagnosis, 'replication'), 'risk');
    assert.equal(stateOf(diagnosis, 'one-writer'), 'well');
  });

  it('knows nothing of what the cluster does not answer, and goes on with the rest', async () => {
    const diagnosis = await asked(
      orders,
      () => ({}),
      () => ({ may: () => Promise.reject(new ClusterTrouble('timeout', 'no answer in time')) }),
    );
    assert.equal(stateOf(diagnosis, 'rights'), 'unknown');
    assert.equal(stateOf(diagnosis, 'one-writer'), 'well');
    assert.equal(diagnosis.failover, 'unknown');
  });

  it('calls nothing well that only members know, where one may not enter them', async () => {
    const diagnosis = await asked(
      orders,
      () => ({}),
      () => ({ exec: () => Promise.reject(new ClusterTrouble('forbidden', 'no exec')) }),
    );
    assert.equal(stateOf(diagnosis, 'candidates'), 'unknown');
    assert.equal(stateOf(diagnosis, 'fences'), 'unknown');
    assert.equal(diagnosis.failover, 'unknown');
  });

  it('has one check of each name', () => {
    assert.equal(new Set(CHECKS.map(({ id }) => id)).size, CHECKS.length);
  });
});
