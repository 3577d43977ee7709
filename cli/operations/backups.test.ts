import assert from 'node:assert/strict';
import pico from 'picocolors';
import type { KnownBackup } from '../../core/backups/known.ts';
import { MemoryCluster } from '../../test/runner/memory-cluster.ts';
import { UsageError } from '../usage-error.ts';
import { formatBackups } from './backups.ts';
import { addDestination, destinationSaid, printDestinations } from './destinations.ts';

const plainColors = pico.createColors(false);
const NOW = Date.UTC(2026, 10, 22, 12);
const BACKUP: KnownBackup = {
  id: '20261122t103000z-k3v9x2ab',
  destination: 'here',
  engine: 'postgresql',
  version: '16.4',
  method: 'logical',
  consistency: 'application',
  bytes: 5 * 1024 * 1024,
  started: Date.UTC(2026, 10, 22, 10),
  seconds: 12,
  state: 'verified',
  verifiedAt: Date.UTC(2026, 10, 22, 11),
  rtoSeconds: 34,
  encrypted: false,
  why: undefined,
};
const PARTIAL: KnownBackup = {
  ...BACKUP,
  id: '20261121t103000z-k3v9x2ab',
  method: undefined,
  bytes: undefined,
  started: undefined,
  seconds: undefined,
  state: 'partial',
  verifiedAt: undefined,
  rtoSeconds: undefined,
  encrypted: undefined,
  why: 'It has no\u001b[2J manifest.',
};

describe('plinth backups', () => {
  it('shows state, age, size and the last restore test; what is unknown as ?', () => {
    const text = formatBackups({ backups: [BACKUP, PARTIAL], unread: [] }, true, plainColors, NOW);
    assert.match(text, /^20261122t\S+ +here +verified +logical +2 h ago +12 s +5 MiB +no +60 min ago, in 34 s$/mu);
    assert.match(text, /^20261121t\S+ +here +partial +\? +\? +\? +\? +\? +never$/mu);
    assert.match(text, /^ {2}It has no\[2J manifest\.$/mu);
  });

  it('says that it is a memory, and which destination could not be read', () => {
    assert.match(
      formatBackups({ backups: [], unread: [] }, false, plainColors, NOW),
      /No backup is known\..*--refresh/u,
    );
    assert.match(formatBackups({ backups: [BACKUP], unread: [] }, false, plainColors, NOW), /As it was last seen/u);
    const unread = [{ destination: 'far', why: 'The bucket does not answer.' }];
    const text = formatBackups({ backups: [BACKUP], unread }, true, plainColors, NOW);
    assert.match(text, /The destination far could not be read: The bucket does not answer\./u);
  });
});

describe('plinth destinations', () => {
  const CLAIM = destinationSaid({ claim: 'backups', prefix: '/kept/' });
  const BUCKET = destinationSaid({ bucket: 'b', secret: 's3', endpoint: 'https://s3.example.org' });

  async function add(cluster: MemoryCluster, destination = CLAIM, more: { replace?: boolean; dryRun?: boolean } = {}) {
    let text = '';
    const paper = { write: (one: string) => void (text += one), colors: plainColors };
    const request = { namespace: 'shop', name: 'here', destination, replace: false, dryRun: false, ...more };
    const code = await addDestination({ connection: cluster.connect(), ...request }, paper);
    return { code, text };
  }
  async function listed(cluster: MemoryCluster): Promise<string> {
    let text = '';
    const paper = { write: (one: string) => void (text += one), colors: plainColors };
    await printDestinations({ connection: cluster.connect(), namespace: 'shop', format: 'text' }, paper);
    return text;
  }

  it('are claims or buckets, named by their Secret', () => {
    assert.deepEqual(CLAIM, { kind: 'claim', claim: 'backups', prefix: 'kept' });
    assert.equal(BUCKET.kind === 's3' && BUCKET.secret, 's3');
    for (const said of [
      {},
      { claim: 'a', bucket: 'b' },
      { claim: 'a', secret: 's' },
      { bucket: 'b' },
      { bucket: 'b', secret: 's', endpoint: 'https://key:word@s3.example.org' },
      { claim: 'a', prefix: '../x' },
    ])
      assert.throws(() => destinationSaid(said), UsageError, JSON.stringify(said));
  });

  it('are made once, and replaced only where that is said', async () => {
    const cluster = new MemoryCluster();
    assert.equal((await add(cluster, CLAIM, { dryRun: true })).code, 0);
    assert.match(await listed(cluster), /No destination is in shop/u);
    assert.equal((await add(cluster)).code, 0);
    assert.equal((await add(cluster)).code, 0);
    assert.match(await listed(cluster), /^here +claim backups, folder kept$/mu);
    const refused = await add(cluster, BUCKET);
    assert.equal(refused.code, 3);
    assert.match(refused.text, /claim backups.*--replace/u);
    assert.equal((await add(cluster, BUCKET, { replace: true })).code, 0);
    assert.match(await listed(cluster), /^here +bucket b at https:\/\/s3\.example\.org, Secret s3$/mu);
  });
});
