import assert from 'node:assert/strict';
import { contextOf, setOf } from '../../test/support/context.ts';
import { valkey } from './index.ts';

describe('Valkey', () => {
  it('is known by its images', () => {
    const known = (image: string) => {
      const { recognition } = contextOf(setOf(`image: ${image}`));
      return [recognition.engine.id, recognition.variant, recognition.role, recognition.version?.text];
    };
    assert.deepEqual(known('valkey/valkey:8.0.1-alpine'), ['valkey', 'official', 'server', '8.0.1']);
    assert.deepEqual(known('bitnami/valkey:8.0'), ['valkey', 'bitnami', 'server', '8.0']);
    assert.deepEqual(known('bitnami/valkey-cluster:8.0'), ['valkey', 'bitnami-cluster', 'server', '8.0']);
    assert.deepEqual(known('bitnami/valkey-sentinel:8.0'), ['valkey', 'sentinel', 'arbiter', '8.0']);
    assert.equal(
      contextOf(setOf('image: valkey/valkey:8\ncommand: [valkey-sentinel, /s.conf]')).recognition.role,
      'arbiter',
    );
  });

  it('writes where its images and dir say', () => {
    const path = (text: string) => valkey.dataDirectory(contextOf(setOf(text)).context)?.path;
    assert.equal(path('image: valkey/valkey:8'), '/data');
    assert.equal(path('image: bitnami/valkey:8.0'), '/bitnami/valkey/data');
    assert.equal(path('image: valkey/valkey:8\ncommand: [valkey-server, --dir, /store]'), '/store');
    assert.equal(path('image: valkey/valkey:8\ncommand: [redis-server, --dir, /store]'), '/store');
    assert.equal(path('image: bitnami/valkey:8.0\nenv: [{ name: VALKEY_DATA_DIR, value: /d }]'), '/d');
  });

  it('is a cache when nothing is saved, in every version', () => {
    const state = (text: string) => valkey.persistence(contextOf(setOf(text)).context).state;
    assert.equal(state('image: valkey/valkey:8\nargs: [--save, "", --appendonly, "no"]'), 'off');
    assert.equal(state('image: valkey/valkey:7.2\nargs: [--appendonly, "no"]'), 'on');
    assert.equal(state('image: valkey/valkey:8'), 'on');
  });

  it('is asked with its own client', () => {
    const probe = valkey.readinessProbe(contextOf(setOf('image: valkey/valkey:8')).context)?.probe;
    assert.match(JSON.stringify(probe), /valkey-cli -h 127\.0\.0\.1 -p 6379 ping/u);
  });

  it('replicates as Redis does', () => {
    const state = (text: string) => valkey.replication(contextOf(setOf(text)).context).state;
    assert.equal(state('image: valkey/valkey:8'), 'none');
    assert.equal(state('image: valkey/valkey:8\nargs: [--replicaof, db-0.db, "6379"]'), 'configured');
    assert.equal(state('image: valkey/valkey:8\nargs: [--cluster-enabled, "yes"]'), 'configured');
  });
});
