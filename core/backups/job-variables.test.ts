import assert from 'node:assert/strict';
import { contextOf, setOf } from '../../test/support/context.ts';
import { dumpEngineOf } from '../../engines/dumps.ts';
import { dataJob } from './job.ts';
import { inheritsOf, inheritVariables } from './job-variables.ts';
import { loginSecret, plainLogin } from './login-secret.ts';

const TEXT = 'in-plain-text';
const INHERITS = [
  { name: 'PGPASSWORD', from: ['PGPASSWORD', 'POSTGRES_PASSWORD'] },
  { name: 'PGUSER', from: ['POSTGRES_USER'], plain: true },
] as const;

function heritage(container: string, login?: string, rest = '') {
  const { context } = contextOf(setOf(`image: postgres:16\n${container}`, rest));
  return { context, heritage: { container: context.container.field, podSpec: context.pod.spec, login } };
}

describe('what a Job inherits of the server', () => {
  it('is a reference to its Secret, and the name of its user', () => {
    const { heritage: from } = heritage(
      'env: [{ name: POSTGRES_USER, value: anna }, { name: POSTGRES_PASSWORD, valueFrom: { secretKeyRef: { name: orders, key: password } } }]',
    );
    const { env, missing } = inheritVariables(from, INHERITS);
    assert.deepEqual(missing, []);
    assert.match(JSON.stringify(env), /"secretKeyRef":\{"name":"orders","key":"password"\}.*"value":"anna"/u);
  });

  it('is the account of a Secret that a person has named, and nothing else of the server then', () => {
    const inherits = [
      { name: 'LOGIN_USER', from: [], account: 'user' },
      { name: 'MYSQL_PWD', from: ['MYSQL_ROOT_PASSWORD'], account: 'password' },
    ] as const;
    const { heritage: from } = heritage(
      'env: [{ name: MYSQL_ROOT_PASSWORD, valueFrom: { secretKeyRef: { name: orders, key: root } } }]',
    );
    const named = inheritVariables({ ...from, account: 'backup-login' }, inherits);
    assert.deepEqual(named.env, [
      { name: 'LOGIN_USER', valueFrom: { secretKeyRef: { name: 'backup-login', key: 'user' } } },
      { name: 'MYSQL_PWD', valueFrom: { secretKeyRef: { name: 'backup-login', key: 'password' } } },
    ]);
    assert.equal(named.prelude, '');
    const own = inheritVariables(from, inherits);
    assert.ok(JSON.stringify(own.env).includes('"name":"orders","key":"root"'));
    assert.ok(!JSON.stringify(own.env).includes('LOGIN_USER'));
    assert.deepEqual(inheritsOf({ script: { script: '', inherits } }, true), []);
  });

  it('is never a password as text: it goes by a Secret, or not at all', () => {
    const plain = `env: [{ name: POSTGRES_PASSWORD, value: ${TEXT} }]`;
    const without = inheritVariables(heritage(plain).heritage, INHERITS);
    assert.deepEqual(without.missing, ['PGPASSWORD', 'PGUSER']);
    const { context, heritage: from } = heritage(plain, 'plinth-login-k3v9x2ab');
    const found = plainLogin(context.container, INHERITS);
    assert.deepEqual(found?.values, { PGPASSWORD_0: TEXT });
    const { env } = inheritVariables(from, INHERITS);
    assert.deepEqual(env, [
      {
        name: 'PLINTH_PGPASSWORD_0',
        valueFrom: { secretKeyRef: { name: 'plinth-login-k3v9x2ab', key: 'PGPASSWORD_0' } },
      },
    ]);
    const place = { namespace: 'shop', name: 'plinth-login-k3v9x2ab', operation: 'k3v9x2ab' };
    assert.deepEqual(loginSecret(place, found.values)['stringData'], { PGPASSWORD_0: TEXT });
    const job = dataJob({
      name: 'x',
      namespace: 'shop',
      operation: 'k3v9x2ab',
      database: 'orders',
      podLabels: {},
      deadline: 60,
      engine: {
        ...from,
        does: 'dump',
        image: 'postgres:16',
        script: { script: 'true', inherits: INHERITS },
        host: 'orders',
        port: 5432,
        facts: '',
      },
      mover: {
        image: 'node:22',
        configMap: 'm',
        request: {},
        destination: { kind: 'claim', claim: 'backups', prefix: '' },
      },
    });
    assert.ok(!JSON.stringify(job).includes(TEXT));
  });

  it('is what the container sees where a text refers to other variables, and nothing where those are out of sight', () => {
    const both = `env: [{ name: PART, value: in-plain }, { name: POSTGRES_PASSWORD, value: '$(PART)-text' }]`;
    assert.deepEqual(plainLogin(heritage(both).context.container, INHERITS)?.values, { PGPASSWORD_0: TEXT });
    const hidden = `env: [{ name: PART, valueFrom: { secretKeyRef: { name: a, key: b } } }, { name: POSTGRES_PASSWORD, value: '$(PART)-text' }]`;
    assert.equal(plainLogin(heritage(hidden).context.container, INHERITS)?.unreadable, 'POSTGRES_PASSWORD');
  });

  it('is a file of a Secret, mounted again', () => {
    const container =
      'env: [{ name: POSTGRES_PASSWORD_FILE, value: /run/secrets/db/password }]\nvolumeMounts: [{ name: keys, mountPath: /run/secrets/db }]';
    const rest = 'volumes: [{ name: keys, secret: { secretName: orders } }]';
    const { context, heritage: from } = heritage(container, undefined, rest);
    assert.equal(plainLogin(context.container, INHERITS), undefined);
    assert.equal(dumpEngineOf('postgresql')?.unable(context, 'logical'), undefined);
    const { env, prelude, volumes, mounts } = inheritVariables(from, INHERITS);
    assert.deepEqual(env, []);
    assert.equal(prelude, 'PGPASSWORD="$(cat /run/secrets/db/password)"; export PGPASSWORD');
    assert.deepEqual(volumes, [{ name: 'login-keys', secret: { secretName: 'orders' } }]);
    assert.deepEqual(mounts, [{ name: 'login-keys', mountPath: '/run/secrets/db', readOnly: true }]);
    const other = heritage(container, undefined, 'volumes: [{ name: keys, emptyDir: {} }]');
    assert.deepEqual(inheritVariables(other.heritage, INHERITS).volumes, []);
    assert.match(dumpEngineOf('postgresql')?.unable(other.context, 'logical') ?? '', /volume of a Secret/u);
  });
});
