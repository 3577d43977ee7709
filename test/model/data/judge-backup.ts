import assert from 'node:assert/strict';
import type { Manifest } from '../../../core/backups/manifest.ts';
import type { JournalRecord } from '../../../core/runner/index.ts';
import type { Orders } from '../engines/orders.ts';
import { dumpAt, rowsIn } from './dumped.ts';
import { assertUntouched } from './untouched.ts';

/** What is called complete holds what its manifest says, and no row is missing among those that were there. */
export function assertWhole({ shelf }: Pick<Orders, 'shelf'>, manifest: Manifest): void {
  const rows = rowsIn(dumpAt(shelf, manifest.id) ?? '');
  const [least, most] = [manifest.counts['rows'] ?? NaN, manifest.countsAfter?.['rows'] ?? NaN];
  assert.ok(
    rows.length >= least && rows.length <= most,
    `${String(rows.length)} rows, not ${String(least)} to ${String(most)}`,
  );
  assert.deepEqual(rows, [...rows.keys()], 'it leaves out rows');
  assert.ok(manifest.query?.before !== undefined && manifest.query.before === manifest.query.after);
}

/** Done: one backup lies there, complete and not verified. Else each one that lies there is complete or shows as partial. */
export async function judgeBackup(orders: Orders, done: boolean, record?: JournalRecord): Promise<void> {
  assertUntouched(orders);
  const found = await orders.shelf.index();
  assert.ok(found.length <= 1, found.map(({ id, state }) => `${id} ${state}`).join(', '));
  for (const { state, manifest } of found) {
    assert.ok(state === 'unverified' || state === 'partial', `it is called ${state}`);
    if (manifest !== undefined) assertWhole(orders, manifest);
  }
  if (!done) return;
  const [backup] = found;
  assert.equal(backup?.state, 'unverified', backup?.why ?? 'there is no backup');
  assert.equal(backup.id, record?.facts['backup']);
  assert.deepEqual(record?.facts['manifest'], JSON.parse(JSON.stringify(backup.manifest)));
}
