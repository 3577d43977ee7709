import assert from 'node:assert/strict';
import { CredentialStore } from './credentials.ts';
import { runPlugin } from './exec-plugin.ts';
import type { ClusterEntry, ExecEntry, UserEntry } from '../kubeconfig/kubeconfig-entries.ts';
import { parseKubeconfig } from '../kubeconfig/kubeconfig-file.ts';
import { ClusterTrouble } from '../trouble.ts';

const NODE = process.execPath;
const run = (script: string, more: Partial<ExecEntry> = {}, cluster?: ClusterEntry, timeout = 5000) =>
  runPlugin(
    {
      apiVersion: undefined,
      command: NODE,
      args: ['-e', script],
      env: [],
      installHint: undefined,
      provideClusterInfo: false,
      interactiveMode: undefined,
      ...more,
    },
    cluster,
    { env: { PATH: '/nowhere/bin:/usr/local/none' }, timeout },
  );
const print = (credential: object): string => `console.log(${JSON.stringify(JSON.stringify(credential))})`;
const trouble = async (promise: Promise<unknown>): Promise<ClusterTrouble> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ClusterTrouble, String(error));
  assert.equal(error.kind, 'credentials');
  return error;
};

describe('exec credential plugin', () => {
  it('gives token, certificate and expiry', async () => {
    const status = { token: 't', expirationTimestamp: '2030-01-01T00:00:00Z' };
    assert.deepEqual(await run(print({ kind: 'ExecCredential', status })), {
      token: 't',
      cert: undefined,
      key: undefined,
      expires: Date.parse('2030-01-01T00:00:00Z'),
    });
  });

  it('is told of the cluster where it wants to be, and that nobody sits at a keyboard', async () => {
    const script = `console.log(JSON.stringify({ status: { token: process.env.KUBERNETES_EXEC_INFO + process.env.MINE } }))`;
    const cluster: ClusterEntry = {
      file: '',
      server: 'https://c:1',
      tlsServerName: undefined,
      insecure: false,
      caFile: undefined,
      caData: 'QQ==',
      proxyUrl: undefined,
    };
    const { token = '' } = await run(
      script,
      { provideClusterInfo: true, env: [{ name: 'MINE', value: '!' }] },
      cluster,
    );
    assert.ok(token.endsWith('!'));
    const info = JSON.parse(token.slice(0, -1)) as { spec: { interactive: boolean; cluster: Record<string, unknown> } };
    assert.equal(info.spec.interactive, false);
    assert.equal(info.spec.cluster['server'], 'https://c:1');
    assert.equal(info.spec.cluster['certificate-authority-data'], 'QQ==');
  });

  it('that is not in the PATH: names the program, the PATH that was searched, the hint of its makers and what to do', async () => {
    const { message } = await trouble(run('', { command: 'aws-iam-thing', installHint: 'Install it with brew.' }));
    assert.match(message, /«aws-iam-thing»/u);
    assert.match(message, /searched: \/nowhere\/bin, \/usr\/local\/none/u);
    assert.match(message, /start it from the terminal, or write the program’s whole path/u);
    assert.match(message, /Install it with brew\./u);
  });

  it('that is not where its path says', async () => {
    assert.match(
      (await trouble(run('', { command: '/nowhere/login' }))).message,
      /is not there\. Install it in \/nowhere/u,
    );
  });

  it('that hangs is ended, with what it has started', async () => {
    const before = performance.now();
    const script = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(()=>{},1000)'], { stdio: 'inherit' }); setInterval(()=>{}, 1000)`;
    const { message } = await trouble(run(script, {}, undefined, 300));
    assert.match(message, /did not end within 0 s|did not end/u);
    assert.ok(performance.now() - before < 3000);
  });

  it('that fails or talks nonsense: no part of its output is shown', async () => {
    const failed = await trouble(run(`console.log('tok-secret'); console.error('err-secret'); process.exit(4)`));
    assert.match(failed.message, /failed with exit code 4/u);
    const nonsense = await trouble(run(`console.log('{"token": tok-secret')`));
    assert.match(nonsense.message, /no JSON/u);
    for (const { message, stack, cause } of [failed, nonsense])
      assert.doesNotMatch(`${message}${stack ?? ''}${String(cause)}`, /secret/u);
    assert.match((await trouble(run(print({ status: {} })))).message, /neither a token nor a certificate/u);
    assert.match((await trouble(run(print({})))).message, /no credentials/u);
  });

  it('that needs a terminal is not run', async () => {
    assert.match((await trouble(run(print({}), { interactiveMode: 'Always' }))).message, /needs a terminal/u);
  });

  it('runs once for requests at the same time, again when its credentials expire, and not at once after a failure', async () => {
    let now = 1_000_000;
    const store = new CredentialStore({ env: process.env, now: () => now });
    const user = (script: string): UserEntry => {
      const exec = { command: NODE, args: ['-e', script] };
      const found = parseKubeconfig(JSON.stringify({ users: [{ name: 'u', user: { exec } }] }), '/c');
      assert.ok('users' in found);
      return found.users.get('u')!;
    };
    const good = {
      cluster: undefined,
      user: user(
        `console.log(JSON.stringify({ status: { token: process.pid + '', expirationTimestamp: new Date(1100000).toISOString() } }))`,
      ),
    };
    const get = async (): Promise<unknown> => (await store.get(good)).headers['Authorization'];
    const [one, two] = await Promise.all([get(), get()]);
    assert.equal(one, two);
    assert.equal(await get(), one);
    now = 1_095_000;
    const later = await get();
    assert.notEqual(later, one);
    store.forget();
    now += 1;
    const failing = { cluster: undefined, user: user('process.exit(1)') };
    const other = new CredentialStore({ env: process.env, now: () => now });
    await trouble(other.get(failing));
    const started = performance.now();
    await trouble(other.get(failing));
    assert.ok(performance.now() - started < 15, 'the plugin did not run a second time');
  });
});
