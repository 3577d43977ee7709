import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BACKUP_ID, timeName } from '../manifest-text.ts';
import { claimPlace } from './claim.ts';
import { keepTo } from './keep-to.ts';
import { AT_RUN_TIME, type StoreRequest } from './request.ts';
import { datedNow } from './run-time.ts';

const NOW = Date.UTC(2026, 10, 22, 12);

const request = (root: string, id: string = AT_RUN_TIME): StoreRequest => ({
  do: 'store',
  destination: { kind: 'claim', claim: 'backups', prefix: 'plinth' },
  root,
  exchange: '/plinth',
  recipients: [],
  start: {
    id,
    database: { namespace: 'shop', kind: 'StatefulSet', name: 'orders' },
    engine: 'postgresql',
    method: 'logical',
    consistency: 'application',
    started: 1,
    member: 'orders-0',
    tool: 'plinth test',
  },
});

describe('a run of a request that is used again and again', () => {
  it('has an id of its own, and its own time', () => {
    const [one, other] = [datedNow(request('/'), NOW), datedNow(request('/'), NOW)];
    assert.match(one.start.id, BACKUP_ID);
    assert.ok(one.start.id.startsWith(`${timeName(NOW)}-`) && one.start.id !== other.start.id);
    assert.equal(one.start.started, NOW);
  });

  it('keeps an id that it was given', () => {
    const given = request('/', `${timeName(5)}-k3v9x2ab`);
    assert.equal(datedNow(given, NOW), given);
  });
});

describe('retention after a backup', () => {
  let root: string;
  const folder = (days: number): string =>
    path.join(root, 'plinth/shop/orders', `${timeName(NOW - days * 86_400_000)}-k3v9x2ab`);

  function backup(days: number, verified = false): void {
    const id = path.basename(folder(days));
    mkdirSync(folder(days), { recursive: true });
    writeFileSync(path.join(folder(days), 'data.zst'), 'data');
    const manifest = {
      schema: 1,
      ...request(root, id).start,
      engineVersion: '16.4',
      ended: 2,
      memberRole: 'primary',
      files: [{ name: 'data.zst', size: 4, plainSize: 4, sha256: 'ab' }],
      counts: {},
      compression: 'zstd',
      encryption: 'none',
    };
    writeFileSync(path.join(folder(days), 'manifest.json'), JSON.stringify(manifest));
    if (!verified) return;
    const outcome = {
      schema: 1,
      backup: id,
      at: 1,
      outcome: 'verified',
      findings: [],
      seconds: 1,
      counts: {},
      tool: 'x',
    };
    writeFileSync(path.join(folder(days), `verification-${timeName(NOW)}.json`), JSON.stringify(outcome));
  }

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'plinth-keep-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('removes what no rule keeps, and never the last verified one', async () => {
    for (const days of [0, 1, 2, 4]) backup(days);
    backup(3, true);
    const gone = await keepTo({ last: 2 }, request(root), claimPlace(root), NOW);
    assert.deepEqual(
      gone.map((id) => id.slice(0, 8)),
      ['20261118', '20261120'],
    );
    assert.deepEqual(
      [0, 1, 2, 3, 4].filter((days) => existsSync(folder(days))),
      [0, 1, 3],
    );
  });

  it('leaves other databases and all that stays alone', async () => {
    backup(0);
    const other = path.join(root, 'plinth/shop/accounts/20200101t000000z-k3v9x2ab');
    mkdirSync(other, { recursive: true });
    writeFileSync(path.join(other, 'data.zst'), 'data');
    assert.deepEqual(await keepTo({ last: 1 }, request(root), claimPlace(root), NOW), []);
    assert.ok(existsSync(path.join(folder(0), 'manifest.json')) && existsSync(path.join(other, 'data.zst')));
  });
});
