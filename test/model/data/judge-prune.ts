import assert from 'node:assert/strict';
import { cachePlace, readCache } from '../../../core/backups/cache.ts';
import type { JournalRecord } from '../../../core/runner/index.ts';
import type { Orders } from '../engines/orders.ts';
import { assertUntouched } from './untouched.ts';

/**
 * What stays is as it was, whatever happens; what goes is whole, or shows as partial, or is gone. Done: it is gone, from the list of known backups as well. Taken
 * back: all is there.
 */
export function judgePrune({ goes, stays }: { readonly goes: readonly string[]; readonly stays: readonly string[] }) {
  return async ({ world, server, shelf, ...orders }: Orders, done: boolean, record?: JournalRecord): Promise<void> => {
    assertUntouched({ world, server, shelf, ...orders });
    const found = (await shelf.index()).map(({ id, state }) => `${id} ${state}`);
    const going = goes.flatMap((id) => found.filter((one) => one.startsWith(id)));
    const was = goes.map((id) => `${id} unverified`);
    assert.deepEqual(found, [...going, ...stays].sort(), record?.reason);
    // There is no way back from the removal: where it broke off, a person is told, and whoever takes it up removes the rest.
    const isBroken = record?.phase === 'needs-attention';
    if (isBroken) for (const one of going) assert.match(one, / (unverified|partial)$/u);
    else assert.deepEqual(going, done ? [] : was, record?.reason);
    if (!done) return;
    assert.deepEqual(record?.facts['goes'], [...goes].sort());
    // The list of known backups may be behind, where that is said.
    if (record.facts['noted'] === false) return;
    const cache = world.store.find(cachePlace('shop', 'orders'));
    assert.deepEqual(
      (cache && readCache(cache)?.backups.map(({ id, state }) => `${id} ${state}`))?.sort(),
      [...stays].sort(),
      'the list of known backups is behind',
    );
  };
}
