import assert from 'node:assert/strict';
import type { Orders } from '../engines/orders.ts';

const KINDS: ReadonlySet<string> = new Set(['statefulsets', 'services', 'pods', 'persistentvolumeclaims']);
const OWN = /^(orders|orders-pods|orders-\d+|data-orders-\d+)$/u;

/** Nobody wrote anything to the source but its own clients: no row, and none of its objects. */
export function assertUntouched({ world, server }: Orders): void {
  for (const pod of ['orders-0', 'orders-1']) {
    assert.ok(!server.loaded.has(pod), `rows were loaded into ${pod}`);
    assert.deepEqual(server.strange(pod), [], `${pod} has rows that no client has written`);
  }
  const touched = world.audit.filter(({ resource, name }) => KINDS.has(resource.plural) && OWN.test(name));
  assert.deepEqual(
    touched.map(({ verb, name }) => `${verb} ${name}`),
    [],
    'objects of the source were changed',
  );
  assert.deepEqual(world.leadsTo('shop', 'orders'), ['orders-0'], 'the door is not open');
}
