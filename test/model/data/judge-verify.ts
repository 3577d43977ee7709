import assert from 'node:assert/strict';
import { cachePlace, readCache } from '../../../core/backups/cache.ts';
import type { JournalRecord } from '../../../core/runner/index.ts';
import type { Orders } from '../engines/orders.ts';
import { dumpAt, rowsIn } from './dumped.ts';
import { assertUntouched } from './untouched.ts';

/** The outcome of the test, wherever it is told. */
function told({ world }: Orders, id: string, record: JournalRecord | undefined): string[] {
  const outcome = (record?.facts['outcome'] as { outcome?: string } | undefined)?.outcome;
  const cache = world.store.find(cachePlace('shop', 'orders'));
  const known = cache && readCache(cache)?.backups.find((one) => one.id === id)?.state;
  return [outcome, known].filter((one) => one !== undefined);
}

/**
 * Whoever calls the backup verified has had it read back whole: a throw-away server that held exactly its rows was asked. Done: the outcome is told everywhere, and
 * lies beside the backup.
 */
export function judgeVerify(id: string, outcome: 'verified' | 'failed') {
  return async (orders: Orders, done: boolean, record?: JournalRecord): Promise<void> => {
    assertUntouched(orders);
    const { server, shelf } = orders;
    const [backup, ...more] = await shelf.index();
    assert.ok(backup?.id === id && more.length === 0);
    const all = [backup.state, ...told(orders, id, record)];
    for (const one of all)
      assert.ok(one === outcome || (one === 'unverified' && !done), `it is called ${all.join(', ')}`);
    const rows = rowsIn(dumpAt(shelf, id) ?? '');
    const isProven = server.checked.some(
      (one) => one.pod === `plinth-verify-${record?.id ?? ''}-0` && JSON.stringify(one.rows) === JSON.stringify(rows),
    );
    if (done || all.includes('verified')) assert.ok(isProven, 'nobody asked a server that held its rows');
    // The list of known backups may be behind, where that is said; a write whose answer failed may have come through all the same.
    const isListed = record?.facts['noted'] !== false;
    if (done) assert.ok(all.length === 3 || (!isListed && all.length === 2), 'the outcome is not told everywhere');
    if (done && outcome === 'failed') assert.match(backup.why ?? '', /FAULT/u);
  };
}
