import assert from 'node:assert/strict';
import { cacheObject, cacheText, CACHE_KEY, EMPTY_CACHE, readCache, withChange, withDestination } from './cache.ts';
import { knownOf, type KnownBackup } from './known.ts';
import { listBackups } from './list.ts';
import type { IndexedBackup } from './manifest.ts';
import type { ApiObject, Connection } from '../cluster/connection.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { database } from '../../test/support/live.ts';

/** A cluster that has this ConfigMap, and knows no snapshots. */
const listing = (read: () => Promise<ApiObject>): Pick<Connection, 'read' | 'list'> => ({
  read,
  list: () => {
    throw new ClusterTrouble('missing', 'There is no such resource.');
  },
});

const known = (number: number, over: Partial<KnownBackup> = {}): KnownBackup => ({
  ...knownOf('here', {
    id: `20261122t${String(number).padStart(6, '0')}z-k3v9x2ab`,
    state: 'partial',
    manifest: undefined,
    verification: undefined,
    why: 'it has no manifest',
  }),
  ...over,
});

describe('what is known of a backup', () => {
  it('of a partial one without a manifest is when it was begun, and why it is partial', () => {
    const { started, bytes, encrypted, why } = known(103000);
    assert.equal(started, Date.UTC(2026, 10, 22, 10, 30));
    assert.deepEqual([bytes, encrypted, why], [undefined, undefined, 'it has no manifest']);
  });

  it('is verified only by a restore test that ended well', () => {
    const verification = { at: 5, outcome: 'failed', seconds: 7 };
    const found = { id: 'x', state: 'failed', verification, manifest: undefined, why: 'rows are missing' };
    const { verifiedAt, rtoSeconds } = knownOf('here', found as unknown as IndexedBackup);
    assert.deepEqual([verifiedAt, rtoSeconds], [undefined, undefined]);
  });
});

describe('the cache of known backups', () => {
  it('is read back as it was written, the newest first', () => {
    const cache = withDestination(EMPTY_CACHE, 'here', [known(1), known(3), known(2)], 42);
    const read = readCache(cacheObject('shop', 'orders', cache));
    assert.deepEqual(
      read?.backups.map(({ id }) => id.slice(9, 15)),
      ['000003', '000002', '000001'],
    );
    assert.deepEqual(read.listed, { here: 42 });
  });

  it('stays below its size, and says how many older ones it leaves out', () => {
    const backups = Array.from({ length: 5_000 }, (_, index) => known(index));
    const text = cacheText({ ...EMPTY_CACHE, backups });
    assert.ok(Buffer.byteLength(text) <= 256 * 1024);
    const read = readCache({ data: { [CACHE_KEY]: text } });
    assert.equal(read && read.backups.length + read.leftOut, 5_000);
    assert.equal(read?.backups[0]?.id, known(4_999).id);
  });

  it('forgets what a destination no longer has, and nothing of other destinations', () => {
    const first = withDestination(EMPTY_CACHE, 'there', [known(1, { destination: 'there' })], 1);
    const second = withDestination(first, 'here', [known(2), known(3)], 2);
    const third = withDestination(second, 'here', [known(3)], 3);
    assert.deepEqual(
      third.backups.map(({ id, destination }) => `${destination} ${id.slice(14, 15)}`),
      ['here 3', 'there 1'],
    );
    assert.deepEqual(third.listed, { there: 1, here: 3 });
  });

  it('takes a change of one backup, and that one is gone', () => {
    const cache = withDestination(EMPTY_CACHE, 'here', [known(1), known(2)], 1);
    const changed = withChange(cache, { known: [known(2, { state: 'verified' })], gone: [known(1)] });
    assert.deepEqual(
      changed.backups.map(({ state }) => state),
      ['verified'],
    );
  });

  it('that is none is unknown, not empty', () => {
    for (const data of [{}, { [CACHE_KEY]: '{' }, { [CACHE_KEY]: '{"schema":2}' }, { [CACHE_KEY]: 'null' }])
      assert.equal(readCache({ data }), undefined);
    const half = `{"schema":1,"backups":[{"id":7},{"id":"a","destination":"b","state":"fine"}]}`;
    assert.deepEqual(readCache({ data: { [CACHE_KEY]: half } })?.backups, []);
  });

  it('is what is listed; where there is none, nothing is known', async () => {
    const object = cacheObject('shop', 'postgres', withDestination(EMPTY_CACHE, 'here', [known(1)], 1));
    const listed = await listBackups(
      listing(() => Promise.resolve(object)),
      database(),
    );
    assert.deepEqual(listed.backups, JSON.parse(JSON.stringify([known(1)])));
    const missing = new ClusterTrouble('missing', 'It is not there.');
    const none = await listBackups(
      listing(() => Promise.reject(missing)),
      database(),
    );
    assert.deepEqual(none, { backups: undefined, unread: [] });
  });
});
