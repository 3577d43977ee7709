import assert from 'node:assert/strict';
import { DATA_CASES } from './data/cases.ts';
import { assertHonest } from './engines/honest.ts';
import { begin, ID, recordOf, takeUp } from './engines/kill.ts';
import { orders as ordersOf } from './engines/orders.ts';
import { OperationRefused, type JournalRecord } from '../../core/runner/index.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { killAt, nameOf } from './fake/index.ts';
import { UNREADY } from './fake/kubelet.ts';

describe('a restored server that does not answer the backup’s query', () => {
  const found = ({ facts }: JournalRecord) => facts['outcome'] as { outcome: string; findings: string[] } | undefined;

  it('is not called verified: the source did answer it', async () => {
    const one = DATA_CASES['verify-backup'];
    const orders = await ordersOf(1);
    await one.before(orders);
    orders.server.mute = true;
    const record = await begin(orders, one, orders.world.process({ name: 'anna' }));
    assert.ok(record?.phase === 'done', record?.reason);
    assert.equal(found(record)?.outcome, 'failed');
    assert.match(
      found(record)?.findings.join() ?? '',
      /FAULT: the query was not answered, and the source did answer it/u,
    );
    assert.deepEqual(
      (await orders.shelf.index()).map(({ state }) => state),
      ['failed'],
    );
    orders.server.stop();
  });

  it('fails a restore, and nothing of it is left', async () => {
    const one = DATA_CASES.restore;
    const orders = await ordersOf(1, one.options);
    await one.before(orders);
    orders.server.mute = true;
    const record = await begin(orders, one, orders.world.process({ name: 'anna' }));
    assert.equal(record?.phase, 'rolled-back');
    assert.match(record.reason ?? '', /the query was not answered/u);
    await one.judge(orders, false, record);
    orders.server.stop();
  });
});

describe('a backup that is taken up while no member answers', () => {
  for (const direction of ['forward', 'back'] as const)
    it(`${direction} is refused, and goes on once one does`, async () => {
      const one = DATA_CASES.backup;
      const orders = await ordersOf(3, one.options);
      const { world } = orders;
      await one.before(orders);
      await begin(orders, one, world.process({ name: 'anna', faults: killAt(55, 'after') }));
      const answering = (answers: boolean): void => {
        for (const pod of ['orders-0', 'orders-1'])
          world.store.change(nameOf(RESOURCES.pods, 'shop', pod), ({ metadata }) => {
            metadata.annotations = answers ? {} : { [UNREADY]: 'yes' };
          });
      };
      answering(false);
      await world.time.pass(60_000);
      const left = await recordOf(orders);
      assert.equal(left?.phase, 'running');
      const again = (holder: string) => takeUp(orders, one, left, direction, world.process({ name: holder }), holder);
      await assert.rejects(
        again('ben'),
        (error) => error instanceof OperationRefused && error.refusals[0]?.id === 'R11',
      );
      assert.deepEqual((await recordOf(orders))?.steps, left.steps, 'something was said to be done');
      answering(true);
      await world.time.pass(10_000);
      const ended = await again('cleo');
      assert.ok(ended?.id === ID);
      assertHonest(ended);
      await one.judge(orders, ended.phase === 'done', ended);
      orders.server.stop();
    });
});
