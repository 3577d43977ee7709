import assert from 'node:assert/strict';
import type { KnownBackup } from '../../../core/backups/known.ts';
import { database, NOW } from '../../../test/support/live.ts';
import { backupText } from '../../live/backup-text.ts';
import { databaseItem } from './database-item.ts';
import { backupsGroup } from './group-item.ts';
import { keptItem } from './kept-items.ts';

const HOUR = 3_600_000;

const kept = (over: Partial<KnownBackup> = {}): KnownBackup => ({
  id: '20261122t090000z-k3v9x2ab',
  destination: 'here',
  engine: 'postgresql',
  version: '16.4',
  method: 'logical',
  consistency: 'application',
  bytes: 12 * 1024 ** 2,
  started: NOW - 3 * HOUR,
  seconds: 4.2,
  state: 'unverified',
  verifiedAt: undefined,
  rtoSeconds: undefined,
  encrypted: false,
  why: undefined,
  ...over,
});

const verified = { state: 'verified', verifiedAt: NOW - 2 * HOUR, rtoSeconds: 12.34 } as const;
const offers = ['backup', 'verify-backup', 'restore', 'prune-backups'] as const;
const none = { rpoSeconds: undefined, rtoSeconds: undefined, missed: [] };
const known = { state: 'known', findings: [] } as const;

describe('backups in the tree', () => {
  it('say age, state, size and how long the last restore took', () => {
    const item = keptItem(kept(verified), NOW, offers);
    assert.equal(item.label, '3 h ago');
    assert.equal(item.description, 'verified 2 h ago · restored in 12 s · 12 MiB · logical · here');
    assert.equal(item.icon?.name, 'verified-filled');
    assert.deepEqual(item.facets, ['kept', 'verified', 'can_verify_backup', 'can_restore', 'can_prune_backups']);
    assert.match(item.spoken ?? '', /^Backup, 3 h ago, verified 2 h ago, /u);
  });

  it('show each state by shape, and offer no restore of what is not whole', () => {
    const icons = (['verified', 'unverified', 'failed', 'partial'] as const).map(
      (state) => keptItem(kept({ state }), NOW, offers).icon?.name,
    );
    assert.equal(new Set(icons).size, 4);
    assert.deepEqual(keptItem(kept({ state: 'partial' }), NOW, offers).facets, [
      'kept',
      'partial',
      'can_prune_backups',
    ]);
    const bare = kept({
      state: 'partial',
      bytes: undefined,
      method: undefined,
      started: undefined,
      why: 'no manifest',
    });
    assert.equal(keptItem(bare, NOW, offers).label, '20261122t090000z-k3v9x2ab');
    assert.match(keptItem(bare, NOW, offers).tooltip ?? '', /no manifest/u);
  });

  it('are summed up by what one would restore', () => {
    const words = (backups: readonly KnownBackup[] | undefined): string | undefined =>
      backupsGroup({ ...database(), kept: backups }, NOW).description;
    assert.equal(words([kept({ state: 'partial', started: NOW }), kept()]), 'last 3 h ago · none verified');
    assert.equal(words([kept(), kept(verified)]), 'last 3 h ago · verified 2 h ago');
    assert.equal(words([kept({ state: 'failed' })]), 'none complete · none verified');
    assert.equal(words([]), 'none');
    assert.equal(words(undefined), 'none seen');
  });

  it('stand beside the goals of their database', () => {
    const row = (goals: Parameters<typeof databaseItem>[0]['goals']): string | undefined =>
      databaseItem({ ...database(), goals }, known, false, []).description;
    assert.doesNotMatch(row(none) ?? '', /goals/u);
    assert.match(row({ ...none, rpoSeconds: 3600 }) ?? '', / · goals met$/u);
    const missed = ['The last complete backup is 3 h old; plinth.dev/rpo asks for 1 h.'];
    assert.match(row({ ...none, rpoSeconds: 3600, missed }) ?? '', / · goals missed$/u);
    const { tooltip } = databaseItem({ ...database(), goals: { ...none, rpoSeconds: 7200, missed } }, known, false, []);
    assert.match(tooltip ?? '', /RPO 2 h[^]*The last complete backup is 3 h old/u);
  });

  it('are shown as JSON, with their manifest where a journal has it', () => {
    const manifest = { id: kept().id, files: [] };
    const text = backupText(kept(), [{ facts: {} }, { facts: { manifest: { id: 'other' } } }, { facts: { manifest } }]);
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify({ seen: kept(), manifest })));
    assert.match(backupText(kept(), []), /no journal that is kept here has a copy/u);
  });
});
