import assert from 'node:assert/strict';
import { contextOf, setOf } from '../../../test/support/context.ts';
import { dumpEngineOf } from '../../../engines/dumps.ts';
import type { ApiObject, ExecResult } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { accountOf, accountRefusals } from './account.ts';

const { context } = contextOf(setOf('image: mysql:8.4\nenv: [{ name: MYSQL_ROOT_HOST, value: localhost }]'));
const engine = dumpEngineOf('mysql') ?? assert.fail();
const PASSWORD = 'not-for-any-eye';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const holding = (data: Readonly<Record<string, string>> | Error) => ({
  read: () =>
    data instanceof Error
      ? Promise.reject(data)
      : Promise.resolve({ metadata: { name: 'backup-login' }, data } as unknown as ApiObject),
});
const asked = { namespace: 'shop', engine, context, secret: 'backup-login' };

async function refused(data: Readonly<Record<string, string>> | Error, over: object = {}) {
  const found = await accountOf(holding(data), { ...asked, ...over });
  assert.ok(found !== undefined && 'what' in found, JSON.stringify(found));
  assert.equal(found.id, 'R30');
  assert.ok(!JSON.stringify(found).includes(PASSWORD));
  return found;
}

describe('the login of a dump', () => {
  it('is the image’s own, where that may log in from another pod', async () => {
    const { context: open } = contextOf(setOf('image: mysql:8.4'));
    assert.equal(await accountOf(holding({}), { ...asked, context: open, secret: undefined }), undefined);
  });

  it('is wanted where it may not: the refusal says how to make one', async () => {
    const { evidence, wayOut } = await refused({}, { secret: undefined });
    assert.match(evidence, /own container only/u);
    assert.match(
      wayOut,
      /CREATE USER 'backup'@'%' IDENTIFIED BY '…'; GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, PROCESS ON \*\.\* TO 'backup'@'%';/u,
    );
    assert.match(wayOut, /kubectl --namespace shop create secret generic .* --from-file=password=FILE/u);
  });

  it('is the one of the Secret; its password is no part of it', async () => {
    const found = await accountOf(holding({ user: base64('backup'), password: base64(PASSWORD) }), asked);
    assert.ok(found !== undefined && 'user' in found);
    assert.deepEqual([found.user, found.secret], ['backup', 'backup-login']);
    assert.ok(!JSON.stringify(found).includes(base64(PASSWORD)));
  });

  it('is none where the Secret is not there, may not be read, or lacks something', async () => {
    const password = base64(PASSWORD);
    assert.match((await refused(new ClusterTrouble('missing', 'no'))).evidence, /no Secret backup-login in shop/u);
    assert.match((await refused(new ClusterTrouble('forbidden', 'no'))).evidence, /may not read/u);
    assert.match((await refused({ password })).evidence, /nothing under user\./u);
    assert.match((await refused({ user: base64('backup'), password: '' })).evidence, /nothing under password\./u);
    assert.match((await refused({ user: base64('backup\n'), password })).evidence, /line break/u);
    await assert.rejects(accountOf(holding(new ClusterTrouble('unreachable', 'no')), asked), ClusterTrouble);
  });

  it('is none for an engine that takes none', async () => {
    const { wayOut } = await refused({}, { engine: dumpEngineOf('postgresql') });
    assert.match(wayOut, /Leave «login» out/u);
  });
});

describe('what the account of a dump may do', () => {
  const login = engine.login ?? assert.fail();
  const account = { secret: 'backup-login', user: 'backup', login };
  const target = { namespace: 'shop', pod: 'orders-1', container: 'mysql' };
  const all = login.rights(context).map((right) => `right=% ${right}\n`);

  const asking = async (stdout: string, exitCode = 0) => {
    const exec = () => Promise.resolve({ exitCode, stdout, stderr: 'ERROR 2002' } as ExecResult);
    return accountRefusals({ exec }, target, { account, context });
  };

  it('is enough with all rights', async () => {
    assert.deepEqual(await asking(`account=%\naccount=localhost\n${all.join('')}right=localhost SELECT\n`), []);
  });

  it('is not enough with one less, of any that may be taken: the statement is told', async () => {
    const [, ...others] = all;
    const [found, ...rest] = await asking(
      `account=%\naccount=10.%\n${all.join('')}${others.join('').replaceAll('=% ', '=10.% ')}`,
    );
    assert.deepEqual([found?.id, rest.length], ['R30', 0]);
    assert.match(found?.evidence ?? '', /^'backup'@'10\.%' lacks SELECT,/u);
    assert.equal(found?.wayOut, "On the primary: GRANT SELECT ON *.* TO 'backup'@'10.%';");
  });

  it('is nothing where there is no such account, or one for the server’s own container', async () => {
    for (const said of ['', `account=localhost\n${all.join('').replaceAll('=% ', '=localhost ')}`]) {
      const [found] = await asking(said);
      assert.match(found?.evidence ?? '', /knows no account backup that may log in from another pod/u);
      assert.match(found?.wayOut ?? '', /CREATE USER 'backup'@'%'/u);
    }
  });

  it('is not known where the server does not answer', async () => {
    assert.deepEqual(
      (await asking('', 1)).map(({ id }) => id),
      ['R11'],
    );
  });
});
