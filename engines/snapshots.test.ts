import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextOf, setOf } from '../test/support/context.ts';
import type { EngineId } from './model/engine.ts';
import { snapshotEngineOf } from './snapshots.ts';
import { WAIT_FOR } from './snapshotting/session.ts';

const SECRET = 'not-for-any-script';

const KINDS: readonly (readonly [EngineId, string, string])[] = [
  ['postgresql', 'postgres:16', 'POSTGRES_PASSWORD'],
  ['mysql', 'mysql:8.4', 'MYSQL_ROOT_PASSWORD'],
  ['mariadb', 'mariadb:11', 'MARIADB_ROOT_PASSWORD'],
  ['redis', 'redis:7', 'REDIS_PASSWORD'],
  ['valkey', 'valkey/valkey:8', 'VALKEY_PASSWORD'],
];

const contextFor = (image: string, variable: string) =>
  contextOf(setOf(`image: ${image}\nenv: [{ name: ${variable}, value: ${SECRET} }]`)).context;

describe('sessions around snapshots', () => {
  for (const [id, image, variable] of KINDS)
    it(`of ${id} are scripts that a POSIX shell can read, give their signs, and hold no password`, () => {
      const context = contextFor(image, variable);
      const engine = snapshotEngineOf(id);
      assert.equal(engine?.engine, id);
      assert.equal(engine.unable(context), undefined);
      const { script, inherits } = engine.session(context);
      assert.ok(inherits.some(({ from }) => from.includes(variable)));
      for (const part of ['$HOST', 'plinth=held', 'wait_for stop', 'plinth=stopped', 'wait_for release'])
        assert.ok(script.includes(part), part);
      for (const text of [script, engine.mend(context)]) {
        const { status, stderr } = spawnSync('sh', ['-n'], { input: text, encoding: 'utf8' });
        assert.equal(status, 0, `${stderr}\n${text}`);
        assert.ok(!text.includes(SECRET));
      }
    });

  it('are none where root may not log in from the Job that holds the server', () => {
    const host = 'image: mariadb:11\nenv: [{ name: MARIADB_ROOT_HOST, value: localhost }]';
    assert.match(snapshotEngineOf('mariadb')?.unable(contextOf(setOf(host)).context) ?? '', /own container only/u);
  });

  it('are not known of every engine', () => {
    assert.equal(snapshotEngineOf('cassandra'), undefined);
  });

  it('end by themselves where nobody comes', () => {
    const wait = (meet: string) =>
      spawnSync('sh', ['-c', `${WAIT_FOR}\nwait_for stop`], { env: { ...process.env, MEET: meet, HOLD: '1' } });
    const meet = mkdtempSync(join(tmpdir(), 'plinth-meet-'));
    try {
      assert.equal(wait(meet).status, 1);
      writeFileSync(join(meet, 'stop'), '');
      assert.equal(wait(meet).status, 0);
    } finally {
      rmSync(meet, { recursive: true });
    }
  });
});

describe('the files of a snapshot of PostgreSQL', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plinth-mend-'));
    for (const part of ['data', 'log']) mkdirSync(join(folder, part, 'pg_wal', 'archive_status'), { recursive: true });
    mkdirSync(join(folder, 'data', 'pg_replslot', 'plinth_1'), { recursive: true });
    for (const [name, text] of [
      ['data/PG_VERSION', '16\n'],
      ['data/postmaster.pid', '1\n'],
      ['data/standby.signal', ''],
      ['data/pg_wal/000000010000000000000001', 'older'],
      ['log/pg_wal/000000010000000000000001', 'newer'],
      ['log/pg_wal/00000002.history', 'history'],
      ['log/pg_wal/xlogtemp.12', 'no segment'],
    ] as const)
      writeFileSync(join(folder, name), text);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const at = (name: string): string => join(folder, name);
  const mend = (label = 'START WAL LOCATION: 0/2000028\n') => {
    const context = contextFor('postgres:16', 'POSTGRES_PASSWORD');
    const script = snapshotEngineOf('postgresql')?.mend(context) ?? '';
    const LABEL = Buffer.from(label).toString('base64');
    return spawnSync('sh', ['-c', script], {
      env: { ...process.env, DATA: at('data'), LOG: at('log'), LABEL },
      encoding: 'utf8',
    });
  };

  it('get the label, the WAL of the second snapshot, and nothing that joins them to others', () => {
    const { status, stderr } = mend();
    assert.equal(status, 0, stderr);
    assert.equal(readFileSync(at('data/backup_label'), 'utf8'), 'START WAL LOCATION: 0/2000028\n');
    assert.equal(readFileSync(at('data/pg_wal/000000010000000000000001'), 'utf8'), 'newer');
    assert.ok(existsSync(at('data/pg_wal/00000002.history')));
    for (const gone of ['pg_wal/xlogtemp.12', 'postmaster.pid', 'standby.signal', 'pg_replslot/plinth_1'])
      assert.ok(!existsSync(at(`data/${gone}`)), gone);
    assert.match(readFileSync(at('data/postgresql.auto.conf'), 'utf8'), /archive_mode = 'off'/u);
  });

  it('can be made ready again where that broke off', () => {
    mend();
    assert.equal(mend().status, 0);
  });

  for (const [what, spoil, label, why] of [
    ['without a label', () => undefined, '', /label is lost/u],
    [
      'without a data directory',
      () => {
        rmSync(at('data/PG_VERSION'));
      },
      'x',
      /no data directory/u,
    ],
    [
      'without the log',
      () => {
        rmSync(at('log/pg_wal'), { recursive: true });
      },
      'x',
      /holds no WAL/u,
    ],
    [
      'with WAL elsewhere',
      () => {
        rmSync(at('data/pg_wal'), { recursive: true });
        symlinkSync('/elsewhere', at('data/pg_wal'));
      },
      'x',
      /another volume/u,
    ],
  ] as const)
    it(`are refused ${what}, as the snapshot's own fault`, () => {
      spoil();
      const { status, stderr } = mend(label);
      assert.equal(status, 65);
      assert.match(stderr, why);
    });
});
