import assert from 'node:assert/strict';
import pico from 'picocolors';
import type { LiveBackup, LiveDatabase, LiveMember } from '../core/inventory/model.ts';
import { CONTEXT } from '../test/inventory/fakes.ts';
import { codeOf } from './status.ts';
import { formatStatus } from './status-text.ts';
import type { Shown } from './status-text.ts';
import { bytes, lastBackup, span } from './status-words.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');

const ref = (kind: string, name: string) => ({ apiVersion: 'v1', kind, namespace: 'shop', name, uid: name });

const member = (name: string, more: Partial<LiveMember>): LiveMember => ({
  pod: ref('Pod', name),
  ordinal: undefined,
  phase: 'Running',
  trouble: undefined,
  ready: true,
  restarts: 0,
  node: undefined,
  zone: undefined,
  started: undefined,
  role: 'unknown',
  writable: undefined,
  version: undefined,
  position: undefined,
  history: undefined,
  upstream: undefined,
  streaming: undefined,
  lag: undefined,
  followers: [],
  flush: undefined,
  remarks: [],
  asked: { state: 'never', by: undefined, why: undefined, at: undefined },
  ...more,
});

const backup = (more: Partial<LiveBackup>): LiveBackup => ({
  object: ref('CronJob', 'dump'),
  form: 'cron-job',
  schedule: '0 3 * * *',
  suspended: false,
  last: undefined,
  result: undefined,
  lastSuccess: undefined,
  ...more,
});

const database = (more: Partial<LiveDatabase>): LiveDatabase => ({
  id: 'shop/StatefulSet/db/postgres',
  namespace: 'shop',
  name: 'db',
  engine: 'postgresql',
  engineName: 'PostgreSQL',
  version: undefined,
  flavour: 'plain',
  cache: false,
  workload: ref('StatefulSet', 'db'),
  container: 'postgres',
  health: 'healthy',
  reasons: [],
  alarms: [],
  replicas: { desired: 2, ready: 2 },
  members: [],
  storage: [],
  services: [],
  backups: [],
  hours: [],
  kept: undefined,
  goals: { rpoSeconds: undefined, rtoSeconds: undefined, missed: [] },
  ...more,
});

const shown = (databases: readonly LiveDatabase[], more: Partial<Shown> = {}): Shown => ({
  context: CONTEXT,
  state: { phase: 'connected', version: '1.36.3', since: NOW },
  databases: new Map(databases.map((one) => [one.id, one])),
  orphans: [],
  missing: [],
  namespaces: undefined,
  ...more,
});

const print = (one: Shown): string => formatStatus([one], pico.createColors(false), NOW);

describe('the table of a status', () => {
  it('puts alarms on top, once, and reasons below their database', () => {
    const message = 'db-0 and db-1 both accept writes.';
    const alarm = { id: 'two-writers', message, members: ['db-0', 'db-1'], since: NOW - 12_000 } as const;
    const text = print(
      shown([database({ health: 'alarm', alarms: [alarm], reasons: [message, 'db-2 is not ready.'] })]),
    );
    assert.ok(text.indexOf('ALARM  shop/db, since 12 s') < text.indexOf('DATABASE'));
    assert.equal(text.split(message).length, 2);
    assert.match(text, /\n {4}db-2 is not ready\./u);
  });

  it('shows what is unknown as ?, and a primary without a lag', () => {
    const members = [
      member('db-0', { role: 'primary' }),
      member('db-1', { role: 'replica', lag: { bytes: 0, seconds: 0 } }),
      member('db-2', { role: 'replica' }),
      member('db-3', { trouble: 'CrashLoopBackOff', ready: false }),
    ];
    const text = print(shown([database({ members, replicas: { desired: undefined, ready: 2 } })]));
    assert.match(text, /shop\/db +PostgreSQL \? +healthy +2\/\? /u);
    assert.match(text, /db-0 +ready +primary +–/u);
    assert.match(text, /db-1 +ready +replica +0 B, 0 s/u);
    assert.match(text, /db-2 +ready +replica +\?/u);
    assert.match(text, /db-3 +CrashLoopBackOff +\? +\?/u);
  });

  it('gives a single member no row of its own, unless something is wrong with it', () => {
    const one = (more: Partial<LiveMember>): string =>
      print(
        shown([
          database({ members: [member('db-0', { role: 'primary', ...more })], replicas: { desired: 1, ready: 1 } }),
        ]),
      );
    assert.match(one({}), /shop\/db .* 1\/1 +primary +–/u);
    assert.doesNotMatch(one({}), /db-0/u);
    assert.match(one({ trouble: 'Terminating' }), /db-0 +Terminating +primary/u);
    assert.match(one({ writable: false }), /primary, read-only/u);
  });

  it('says where there is no database, what is left over, and which rights are missing', () => {
    const text = print(
      shown([], {
        orphans: [
          {
            object: { ...ref('PersistentVolumeClaim', 'data-db-0') },
            why: 'Nothing uses it.',
            engine: undefined,
            capacity: undefined,
            storageClass: undefined,
            reclaimPolicy: undefined,
            phase: 'Bound',
            belongedTo: undefined,
          },
        ],
        missing: [{ right: 'list nodes', namespace: undefined, consequence: 'zones are not known' }],
      }),
    );
    assert.match(text, /No database is seen here/u);
    assert.match(text, /claim +shop\/data-db-0 +\? +Bound/u);
    assert.match(text, /list nodes +zones are not known/u);
  });

  it('tells backups: how old, failed since, none, or not to be known', () => {
    const hour = 3_600_000;
    assert.equal(lastBackup([backup({ lastSuccess: NOW - 5 * hour, result: 'succeeded' })], true, NOW), '5 h ago');
    const failed = backup({ lastSuccess: NOW - 30 * hour, last: NOW - 6 * hour, result: 'failed' });
    assert.equal(lastBackup([failed], true, NOW), '30 h ago, failed 6 h ago');
    assert.deepEqual(
      [lastBackup([], true, NOW), lastBackup([], false, NOW), lastBackup([backup({})], true, NOW)],
      ['none seen', '?', '?'],
    );
  });

  it('writes sizes and times for people', () => {
    assert.deepEqual([0, 1, 1023, 1024, 1.5 * 2 ** 30, undefined].map(bytes), [
      '0 B',
      '1 B',
      '1023 B',
      '1 KiB',
      '1.5 GiB',
      '?',
    ]);
    assert.deepEqual([0, 119, 120, 7200, 172_800].map(span), ['0 s', '119 s', '2 min', '2 h', '2 d']);
  });

  it('has an exit code that a script can trust', () => {
    const code = (...healths: LiveDatabase['health'][]) =>
      codeOf([shown(healths.map((health, index) => database({ health, id: String(index) })))]);
    assert.deepEqual([code(), code('healthy', 'stopped'), code('healthy', 'degraded')], [0, 0, 1]);
    assert.deepEqual([code('unknown'), code('alarm'), code('down')], [1, 1, 1]);
    assert.equal(codeOf([shown([database({})]), shown([], { state: { phase: 'connecting' } })]), 2);
  });
});
