import assert from 'node:assert/strict';
import type { Right } from '../../core/cluster/connection.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { describeAmongFaults, type Missing } from './engines/among-faults.ts';
import { FAILOVER } from './engines/failing-over.ts';
import { begin, ID, recordOf } from './engines/kill.ts';
import { orders as ordersOf } from './engines/orders.ts';
import { isOn } from './engines/rights.ts';

/** Each is a right that one of its steps needs: to fence, to see that it is fenced, to read the old volume, to ask members, to turn the door. */
const RIGHTS: Missing = [
  ['patch statefulsets', isOn('patch', 'statefulsets')],
  ['delete pods', isOn('delete', 'pods')],
  ['list pods', isOn('list', 'pods')],
  ['create jobs', isOn('create', 'jobs')],
  ['run commands in pods', ({ subresource }) => subresource === 'exec'],
  ['patch services', isOn('patch', 'services')],
];

describeAmongFaults({ failover: FAILOVER }, RIGHTS);

describe('a failover that may list pods no more once it has fenced', () => {
  it('needs a person, and the old primary is back all the same', async () => {
    const orders = await ordersOf(3);
    const { world, server } = orders;
    await FAILOVER.before(orders);
    const mayNot = isOn('list', 'pods');
    // From when the fence stands, and the Job is there that reads the volume.
    let isOut = false;
    const may = (right: Right): boolean => {
      isOut ||= world.find(RESOURCES.jobs, 'shop', `plinth-loss-${ID}`) !== undefined;
      return !(isOut && mayNot(right));
    };
    await begin(orders, FAILOVER, world.process({ name: 'anna', may }));
    await world.time.pass(10_000);
    const record = await recordOf(orders);
    assert.equal(record?.phase, 'needs-attention', record?.reason);
    assert.match(record.reason ?? '', /may not list pods/u);
    assert.ok(server.serves('orders-0') && server.leads('orders-0'), 'the old primary is away still');
    assert.deepEqual(world.leadsTo('shop', 'orders'), ['orders-0']);
    server.stop();
  });
});
