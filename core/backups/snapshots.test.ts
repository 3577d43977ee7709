import assert from 'node:assert/strict';
import type { ApiObject } from '../cluster/connection.ts';
import { manifestOf } from '../operations/snapshot/manifest.ts';
import type { Verification } from './manifest.ts';
import { BACKUP_LABEL, MANIFEST_NOTE, snapshotBackup, VERIFICATION_NOTE } from './snapshots.ts';

const ID = '20261122t103000z-k3v9x2ab';
const MANIFEST = manifestOf({
  id: ID,
  database: { namespace: 'shop', kind: 'StatefulSet', name: 'orders' },
  engine: 'postgresql',
  consistency: 'application',
  member: 'orders-0',
  started: 1_000,
  ended: 3_000,
  told: {
    version: '16.4',
    identity: '7',
    'position.start': '0/1',
    'position.end': '0/2',
    'before.count.rows': '5',
    'after.count.rows': '9',
    'after.count.odd': 'many',
    label: 'U1RBUlQ=',
  },
  snapshots: [
    { name: 'a-data', restoreSize: '1Gi' },
    { name: 'a-log', restoreSize: undefined },
  ],
  tool: 'plinth test',
});
const VERIFIED: Verification = {
  ...{ schema: 1, backup: ID, at: 4_000, outcome: 'verified', findings: [], seconds: 9, counts: {}, tool: '' },
};
const READY = { readyToUse: true };
const snapshot = (annotations: Record<string, string>, status: object = READY): ApiObject =>
  ({ metadata: { name: 'a-data', labels: { [BACKUP_LABEL]: ID }, annotations }, status }) as unknown as ApiObject;
const text = JSON.stringify(MANIFEST);

describe('backups that are snapshots', () => {
  it('have a manifest of what the session said', () => {
    assert.deepEqual([MANIFEST.from, MANIFEST.to, MANIFEST.identity], ['0/1', '0/2', '7']);
    assert.deepEqual([MANIFEST.counts, MANIFEST.countsAfter], [{ rows: 5 }, { rows: 9 }]);
    assert.deepEqual(
      MANIFEST.files.map(({ name, size }) => [name, size]),
      [
        ['a-data', 1024 ** 3],
        ['a-log', 0],
      ],
    );
    assert.ok(!text.includes('U1RBUlQ'), 'the label stands beside it');
  });

  it('are read from their own notes', () => {
    const found = snapshotBackup(snapshot({ [MANIFEST_NOTE]: text }));
    assert.deepEqual([found.id, found.state, found.manifest], [ID, 'unverified', JSON.parse(text)]);
  });

  for (const outcome of ['verified', 'failed'] as const)
    it(`are ${outcome} where the newest test says so`, () => {
      const findings = outcome === 'failed' ? ['FAULT: it is torn', 'all else is well'] : ['all is well'];
      const note = JSON.stringify({ ...VERIFIED, outcome, findings });
      const found = snapshotBackup(snapshot({ [MANIFEST_NOTE]: text, [VERIFICATION_NOTE]: note }));
      assert.deepEqual([found.state, found.why], [outcome, outcome === 'failed' ? 'FAULT: it is torn' : undefined]);
    });

  for (const [what, object, why] of [
    ['has no manifest', snapshot({}), /no manifest/u],
    ['has one that is no JSON', snapshot({ [MANIFEST_NOTE]: '{' }), /not JSON/u],
    ['has one that lacks something', snapshot({ [MANIFEST_NOTE]: '{"schema":1}' }), /missing/u],
    ['is not ready', snapshot({ [MANIFEST_NOTE]: text }, { readyToUse: false }), /ready to use/u],
    ['has an error', snapshot({ [MANIFEST_NOTE]: text }, { ...READY, error: { message: 'full' } }), /ready to use/u],
  ] as const)
    it(`are partial where the snapshot ${what}`, () => {
      const found = snapshotBackup(object);
      assert.equal(found.state, 'partial');
      assert.match(found.why ?? '', why);
    });

  it('are not verified by a note that cannot be read', () => {
    const found = snapshotBackup(snapshot({ [MANIFEST_NOTE]: text, [VERIFICATION_NOTE]: '{"outcome":"verified"}' }));
    assert.equal(found.state, 'unverified');
  });
});
