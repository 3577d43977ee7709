import assert from 'node:assert/strict';
import type { Resource } from '../cluster/connection.ts';
import { completeKinds } from './completeness.ts';

const served = (...groups: string[]): Resource[] =>
  groups.map((group) => ({ group, version: 'v1', plural: 'things', kind: 'Thing', namespaced: true }));

describe('what is known to be complete', () => {
  const all = (): boolean => true;

  it('is every kind from which rules conclude, where nothing else makes backups', () => {
    assert.deepEqual(completeKinds(all, served('apps', 'batch')), ['Service', 'CronJob', 'VolumeSnapshot']);
  });

  it('leaves out what one may not read', () => {
    assert.deepEqual(
      completeKinds((kind) => kind !== 'CronJob', served('apps')),
      ['Service', 'VolumeSnapshot'],
    );
  });

  it('says nothing of backups where a tool makes them by objects of its own, or nobody knows whether one does', () => {
    assert.deepEqual(completeKinds(all, served('apps', 'velero.io')), ['Service']);
    assert.deepEqual(completeKinds(all, served('app.longhorn.io', 'longhorn.io')), ['Service']);
    assert.deepEqual(completeKinds(all, undefined), ['Service']);
  });
});
