import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { contextOf, setOf } from '../../test/support/context.ts';
import { live } from './live.ts';
import { readAnswer } from './live-answer.ts';
import { SCRIPT } from './live-script.ts';

const ask = (container: string) => live.ask(contextOf(setOf(container)).context);

/** Runs the script as mongosh would, with a `db` whose commands answer what the manual's examples show. */
function run(commands: Readonly<Record<string, unknown>>, environment: Readonly<Record<string, string>> = {}): string {
  const printed: string[] = [];
  const command = (asked: object) => {
    const answer = commands[Object.keys(asked)[0] ?? ''];
    if (answer === undefined) throw new Error('command requires authentication');
    return answer;
  };
  const db = {
    getSiblingDB: () => ({
      runCommand: command,
      auth: () => 'auth' in commands || assert.fail('Authentication failed'),
    }),
    version: () => '7.0.14',
  };
  runInNewContext(SCRIPT, { db, print: (text: string) => printed.push(text), process: { env: environment } });
  return printed.join('\n');
}

const timestamp = (seconds: number, count: number) => ({ getHighBits: () => seconds, getLowBits: () => count });
const member = (name: string, stateStr: string, seconds: number, more: object = {}) => ({
  name,
  stateStr,
  optime: { ts: timestamp(seconds, 1), t: 4 },
  optimeDate: new Date(seconds * 1000),
  ...more,
});
const hello = {
  ok: 1,
  setName: 'rs0',
  primary: 'db-0.db:27017',
  lastWrite: { opTime: { ts: timestamp(100, 1), t: 4 } },
};

describe('MongoDB: what a running member says', () => {
  it('is a primary, and how far its secondaries are', () => {
    const members = [
      member('db-0.db:27017', 'PRIMARY', 100, { self: true }),
      member('db-1.db:27017', 'SECONDARY', 97),
      member('db-2.db:27017', 'SECONDARY', 100),
      member('db-3.db:27017', 'ARBITER', 0),
      member('db-4.db:27017', '(not reachable/healthy)', 0),
    ];
    const output = run({ hello: { ...hello, isWritablePrimary: true }, replSetGetStatus: { ok: 1, members } });
    assert.deepEqual(readAnswer(output), {
      role: 'primary',
      writable: true,
      version: { text: '7.0.14', major: 7, minor: 0, patch: 14 },
      position: '100:1',
      history: '4',
      identity: 'rs0',
      followers: [
        { name: 'db-1.db:27017', state: 'secondary', lag: { seconds: 3 } },
        { name: 'db-2.db:27017', state: 'secondary', lag: { bytes: 0, seconds: 0 } },
        { name: 'db-4.db:27017', state: '(not reachable/healthy)' },
      ],
    });
  });

  it('is a secondary, with its source and lag where the login allows to see them', () => {
    const status = {
      ok: 1,
      members: [
        member('db-0.db:27017', 'PRIMARY', 100),
        member('db-1.db:27017', 'SECONDARY', 96, { self: true, syncSourceHost: 'db-2.db:27017' }),
      ],
    };
    const seen = readAnswer(run({ hello: { ...hello, secondary: true }, replSetGetStatus: status }));
    assert.deepEqual(
      [seen.role, seen.writable, seen.upstream, seen.streaming],
      ['replica', false, 'db-2.db:27017', true],
    );
    assert.deepEqual(seen.lag, { seconds: 4 });
    const blind = readAnswer(
      run({ hello: { ...hello, secondary: true } }, { PLINTH_USER: 'root', PLINTH_PASSWORD: 'x' }),
    );
    assert.deepEqual(
      [blind.role, blind.upstream, blind.streaming, blind.lag],
      ['replica', 'db-0.db:27017', undefined, undefined],
    );
    assert.match(blind.remarks?.[0] ?? '', /cannot log in/);
  });

  it('is an arbiter, a router, one that recovers, one that stands alone, one that nobody initiated', () => {
    const of = (fields: object) => readAnswer(run({ hello: { ok: 1, ...fields } }));
    assert.equal(of({ setName: 'rs0', arbiterOnly: true }).role, 'arbiter');
    assert.deepEqual(
      [
        of({ msg: 'isdbgrid', isWritablePrimary: true }).role,
        of({ msg: 'isdbgrid', isWritablePrimary: true }).writable,
      ],
      ['member', undefined],
    );
    assert.deepEqual([of({ setName: 'rs0' }).role, of({ setName: 'rs0' }).streaming], ['replica', false]);
    assert.deepEqual(
      [of({ isWritablePrimary: true }).role, of({ isWritablePrimary: true }).writable],
      ['primary', true],
    );
    assert.match(of({ isreplicaset: true }).remarks?.[0] ?? '', /not initiated/);
  });

  it('speaks the old command to old servers', () => {
    assert.equal(readAnswer(run({ isMaster: { ok: 1, ismaster: true, setName: 'rs0' } })).role, 'primary');
  });
});

describe('MongoDB: how a running member is asked', () => {
  it('has no password on its command line', () => {
    const { command } = ask('image: mongo:7\nenv: [{ name: MONGO_INITDB_ROOT_PASSWORD, value: s3cret }]')!;
    assert.doesNotMatch(command.join(' '), /s3cret|--password/);
    assert.match(command[2] ?? '', /MONGO_INITDB_ROOT_PASSWORD_FILE/);
  });

  it('is not asked where TLS is required', () => {
    assert.equal(ask('image: mongo:7\nargs: [--tlsMode, requireTLS]'), undefined);
  });

  it('gives a connection string without a password', () => {
    const { context } = contextOf(setOf('image: mongo:7\nenv: [{ name: MONGO_INITDB_ROOT_USERNAME, value: admin }]'));
    assert.equal(
      live.connection(context, { host: '127.0.0.1', port: 27018 }),
      'mongodb://admin@127.0.0.1:27018/?directConnection=true',
    );
  });
});
