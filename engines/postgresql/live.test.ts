import assert from 'node:assert/strict';
import { contextOf, setOf } from '../../test/support/context.ts';
import { UnreadableAnswer } from '../model/live.ts';
import { live } from './live.ts';
import { readAnswer } from './live-answer.ts';

const NOW = 1_795_367_334.5;

/** A line as the query makes it, in PostgreSQL 16. */
const print = (fields: object) =>
  `${JSON.stringify({
    version: '16.14 (Debian 16.14-1)',
    now: NOW,
    standby: false,
    lsn: '1/8000028',
    tli: '00000003',
    received: null,
    replayed: null,
    replayed_at: null,
    paused: null,
    system: '7711042929117126689',
    checkpoint_tli: 2,
    settings: {
      archive_mode: 'off',
      default_transaction_read_only: 'off',
      wal_level: 'replica',
      listen_addresses: '*',
    },
    upstream: null,
    receiver: null,
    followers: null,
    slots: null,
    archiver: { failing: false, failed_count: 0 },
    wal: null,
    wal_io: null,
    ...fields,
  })}\n`;

const standby = {
  standby: true,
  lsn: null,
  tli: null,
  received: '1/8000028',
  replayed: '1/8000028',
  replayed_at: String(NOW - 7200),
  paused: 'f',
  upstream: { host: 'db-0.db', port: '5432' },
  receiver: {
    status: 'streaming',
    received_tli: 3,
    latest_end_lsn: '1/8000028',
    sender_host: 'db-0.db',
    sender_port: 5432,
    silent: 3,
  },
};

const ask = (container: string) => live.ask(contextOf(setOf(container)).context)!;

describe('PostgreSQL: what a running member says', () => {
  it('is a primary with its timeline, not that of the last checkpoint', () => {
    const { version, ...answer } = readAnswer(print({}));
    assert.equal(version?.text, '16.14');
    assert.deepEqual(answer, {
      role: 'primary',
      writable: true,
      position: '1/8000028',
      history: '3',
      identity: '7711042929117126689',
      followers: [],
    });
  });

  it('is a standby that has replayed all: no lag, although the last transaction is two hours old', () => {
    const answer = readAnswer(print(standby));
    assert.equal(answer.role, 'replica');
    assert.equal(answer.writable, false);
    assert.equal(answer.position, '1/8000028');
    assert.equal(answer.history, '3');
    assert.equal(answer.upstream, 'db-0.db:5432');
    assert.equal(answer.streaming, true);
    assert.deepEqual(answer.lag, { bytes: 0, seconds: 0 });
    assert.equal(answer.remarks, undefined);
  });

  it('counts from what the primary told of, not from what has arrived', () => {
    const receiver = { ...standby.receiver, latest_end_lsn: '2/0' };
    const answer = readAnswer(print({ ...standby, receiver, replayed_at: String(NOW - 4) }));
    assert.deepEqual(answer.lag, { bytes: 0x1_0000_0000 - 0x800_0028, seconds: 4 });
  });

  it('knows no lag without a stream, and says so', () => {
    const answer = readAnswer(print({ ...standby, receiver: null }));
    assert.equal(answer.streaming, false);
    assert.equal(answer.lag, undefined);
    assert.equal(answer.upstream, 'db-0.db:5432');
    assert.equal(answer.history, '2');
    assert.deepEqual(answer.remarks, [
      'it does not stream from a primary; the last transaction that it replayed is of 2026-11-22 15:08 UTC',
    ]);
  });

  it('does not believe a receiver that has heard nothing for long', () => {
    const answer = readAnswer(print({ ...standby, receiver: { ...standby.receiver, silent: 50 } }));
    assert.equal(answer.streaming, false);
    assert.equal(answer.lag, undefined);
    assert.match(answer.remarks?.[0] ?? '', /heard nothing/);
  });

  it('sees followers: by name, else by address; subscribers and base backups are none', () => {
    const row = { application_name: 'walreceiver', client_addr: '10.1.0.7', state: 'streaming', sync_state: 'async' };
    const answer = readAnswer(
      print({
        followers: [
          { ...row, replay_lsn: '1/8000028', lag_seconds: null },
          { ...row, application_name: 'db-2', sync_state: 'quorum', replay_lsn: '1/8000000', lag_seconds: 0.25 },
          { ...row, application_name: 'subscription', logical: true },
          { ...row, application_name: 'pg_basebackup', state: 'backup' },
        ],
      }),
    );
    assert.deepEqual(answer.followers, [
      { name: '10.1.0.7', address: '10.1.0.7', state: 'streaming', synchronous: false, lag: { bytes: 0, seconds: 0 } },
      { name: 'db-2', address: '10.1.0.7', state: 'streaming', synchronous: true, lag: { bytes: 40, seconds: 0.25 } },
    ]);
    assert.deepEqual(answer.remarks, ['a base backup runs']);
  });

  it('tells the mean of WAL flushes where they are measured', () => {
    const of14 = { wal: { wal_sync: 16, wal_sync_time: 8, stats_reset: '2026-11-22T17:04:48.49+00:00' } };
    assert.deepEqual(readAnswer(print(of14)).flush, {
      milliseconds: 0.5,
      of: 'mean of 16 WAL flushes since 2026-11-22 17:04',
    });
    const of18 = { wal_io: { fsyncs: 10, fsync_time: 30, since: null } };
    assert.deepEqual(readAnswer(print(of18)).flush, { milliseconds: 3, of: 'mean of 10 WAL flushes' });
    assert.equal(readAnswer(print({ wal: { wal_sync: 16, wal_sync_time: 0 } })).flush, undefined);
  });

  it('remarks on what endangers it', () => {
    const answer = readAnswer(
      print({
        settings: {
          archive_mode: 'on',
          default_transaction_read_only: 'on',
          wal_level: 'minimal',
          listen_addresses: '',
          fsync: 'off',
        },
        archiver: { failing: true, failed_count: 12, last_archived: NOW - 3600 },
        slots: [
          { slot_name: 'gone', active: false, restart_lsn: '0/8000028', wal_status: 'extended' },
          { slot_name: 'dead', active: false, restart_lsn: null, wal_status: 'lost' },
          { slot_name: 'fine', active: true, restart_lsn: '1/8000000', wal_status: 'reserved' },
        ],
      }),
    );
    assert.deepEqual(answer.remarks, [
      'WAL archiving fails (12 times): the last success was at 2026-11-22 16:08 UTC; WAL piles up until the disk is full',
      'replication slot gone, which nobody uses, holds back 4 GiB of WAL',
      'replication slot dead has lost WAL that it needs: who used it must be made anew',
      'transactions are read-only by default; a session that says otherwise can still write',
      'fsync is off: a crash may ruin the data',
      'wal_level is minimal: no replica can follow and no WAL archive is of use',
      'it listens on its socket alone: an initialisation runs, or it is cut off on purpose',
    ]);
    const paused = readAnswer(print({ ...standby, paused: 't', settings: { recovery_min_apply_delay: '60000' } }));
    assert.equal(paused.remarks?.length, 2);
  });

  it('does not understand what is no answer, without repeating it', () => {
    for (const output of ['', 'hello secret\n', '{"version": "16', '{"version": "16"}'])
      assert.throws(
        () => readAnswer(output),
        (error) => error instanceof UnreadableAnswer && !error.message.includes('secret'),
      );
  });
});

describe('PostgreSQL: how a running member is asked', () => {
  it('has no password on its command line, and ends by itself', () => {
    const { command, stdin } = ask(
      'image: postgres:16\nenv: [{ name: POSTGRES_USER, value: app }, { name: POSTGRES_PASSWORD, value: s3cret }]',
    );
    assert.doesNotMatch(command.join(' '), /s3cret/);
    assert.match(command[2] ?? '', /PGUSER=app .*PGCONNECT_TIMEOUT=3/);
    assert.match(command[2] ?? '', /-XAtqw/);
    assert.match(stdin ?? '', /READ ONLY[^]*\\q\n$/);
  });

  it('is superuser by the name that the image gives', () => {
    const userOf = (container: string) => /PGUSER=(\S+)/u.exec(ask(container).command[2] ?? '')?.[1];
    assert.equal(userOf('image: postgres:16'), '"${PATRONI_SUPERUSER_USERNAME:-${POSTGRES_USER:-postgres}}"');
    const bitnami = 'image: bitnami/postgresql:16\nenv: [{ name: POSTGRESQL_USERNAME, value: app }]';
    assert.equal(userOf(bitnami), 'postgres');
    assert.equal(userOf('image: ghcr.io/cloudnative-pg/postgresql:16'), 'postgres');
  });

  it('goes to the port and the socket that settings in sight name', () => {
    const script = ask('image: postgres:16\nargs: [-c, port=5433, -c, unix_socket_directories=/run/pg]').command[2];
    assert.match(script ?? '', /PGPORT=5433/);
    assert.match(script ?? '', /for place in \/run\/pg /);
  });

  it('explains failures in words', () => {
    const because = (errors: string, exitCode = 2) => live.explain?.(exitCode, errors);
    assert.match(because('psql: error: FATAL:  the database system is starting up') ?? '', /starts or replays/);
    assert.match(because('FATAL:  password authentication failed for user "postgres"') ?? '', /not the server’s/);
    assert.match(because('fe_sendauth: no password supplied') ?? '', /no variable/);
    assert.match(because('', 124) ?? '', /no answer within 8 s/);
    assert.match(because('no client: psql', 127) ?? '', /no psql/);
    assert.equal(because('something new'), undefined);
  });

  it('gives a terminal and a connection string without a password', () => {
    const env =
      '[{ name: POSTGRES_USER, value: app }, { name: POSTGRES_DB, value: shop }, { name: POSTGRES_PASSWORD, value: s3cret }]';
    const { context } = contextOf(setOf(`image: postgres:16\nenv: ${env}`));
    assert.equal(live.connection(context, { host: '127.0.0.1', port: 54321 }), 'postgresql://app@127.0.0.1:54321/shop');
    const client = live.client(context)?.join(' ') ?? '';
    assert.match(client, /exec psql -d shop$/);
    assert.doesNotMatch(client, /s3cret/);
    assert.equal(live.singleWriter(context), true);
  });
});
