import assert from 'node:assert/strict';
import { RESOURCES } from '../../../core/cluster/resources.ts';
import type { JournalRecord } from '../../../core/runner/index.ts';
import type { Orders } from '../engines/orders.ts';
import { dumpAt, rowsIn } from './dumped.ts';
import { assertUntouched } from './untouched.ts';

/** Done: the new instance runs with exactly the backup's rows, which were checked. Else nothing of it is there. The source and the backup are as they were. */
export function judgeRestore(id: string, name: string) {
  return async (orders: Orders, done: boolean, record?: JournalRecord): Promise<void> => {
    assertUntouched(orders);
    const { world, server, shelf } = orders;
    const found = await shelf.index();
    assert.deepEqual(
      found.map((one) => `${one.id} ${one.state}`),
      [`${id} unverified`],
    );
    const made = [RESOURCES.statefulSets, RESOURCES.services].map((kind) => world.find(kind, 'shop', name));
    const claim = world.find(RESOURCES.claims, 'shop', `data-${name}-0`);
    if (!done) {
      assert.deepEqual([...made, claim], [undefined, undefined, undefined], 'a half of the new instance is there');
      return;
    }
    assert.ok(made.every((one) => one !== undefined) && claim !== undefined);
    const rows = rowsIn(dumpAt(shelf, id) ?? '');
    assert.deepEqual([...(server.rows(`${name}-0`) ?? [])], rows, 'it does not hold the backup’s rows');
    assert.ok(server.checked.some((one) => one.pod === `${name}-0` && one.rows.length === rows.length));
    assert.equal((record?.facts['outcome'] as { outcome?: string } | undefined)?.outcome, 'verified');
  };
}
