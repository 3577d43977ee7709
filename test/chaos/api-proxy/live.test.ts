import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../cluster/command.ts';
import { KUBECONFIG } from '../../cluster/places.ts';
import { describeOnCluster, isReady, practise, type Practice } from '../../cluster/practice.ts';
import { sleeper } from '../sleeper.ts';
import { makeUser } from '../users.ts';
import { startProxy, type ApiProxy } from './proxy.ts';
import { upstreamOf } from './upstream.ts';

describeOnCluster('the API proxy in front of a real API', function () {
  this.timeout('2m');
  let practice: Practice;
  let proxy: ApiProxy;
  let folder: string;
  const through = async (kubeconfig: string, ...args: readonly string[]): Promise<string> => {
    const file = join(folder, 'kubeconfig');
    await writeFile(file, kubeconfig, { mode: 0o600 });
    const all = [`--kubeconfig=${file}`, `--namespace=${practice.namespace}`, `--cache-dir=${folder}`, ...args];
    return run(join(practice.built.kubernetes, 'kubectl'), all, { timeout: 60_000 });
  };

  before(async () => {
    practice = await practise('chaos-proxy');
    folder = await mkdtemp(join(tmpdir(), 'plinth-proxy-'));
    await practice.here(['apply', '--filename=-'], sleeper('sleeper'));
    await isReady(practice.here, 'sleeper');
  });
  beforeEach(async () => {
    proxy = await startProxy(upstreamOf(KUBECONFIG));
  });
  afterEach(() => proxy.close());
  after(async () => {
    await rm(folder, { recursive: true });
    await practice.leave();
  });

  it('is the administrator’s for who brings no token, and a user’s own for who does', async () => {
    assert.match(await through(proxy.kubeconfig(), 'auth', 'whoami'), /admin/);
    const { token } = await makeUser(practice, 'guest');
    assert.match(await through(proxy.kubeconfig({ token }), 'auth', 'whoami'), /chaos-proxy:guest/);
  });

  it('passes exec on, and cuts it', async () => {
    const exec = ['exec', 'sleeper', '--', 'sh', '-c', 'echo begun; sleep 2; echo done'];
    assert.equal(await through(proxy.kubeconfig(), ...exec), 'begun\ndone\n');
    proxy.rule({ match: { subresource: 'exec' }, fault: { kind: 'cut', afterMs: 700 } });
    await assert.rejects(through(proxy.kubeconfig(), ...exec));
  });

  it('drops a watch of kubectl', async () => {
    proxy.rule({ match: { verb: 'watch' }, fault: { kind: 'drop', afterMs: 500 } });
    const since = performance.now();
    await through(proxy.kubeconfig(), 'get', 'pods', '--watch').catch(() => '');
    assert.ok(performance.now() - since < 20_000);
    assert.equal(proxy.log.filter(({ faults }) => faults.includes('drop')).length, 1);
  });

  it('is obeyed by kubectl when it says to try again later', async () => {
    const fault = { kind: 'status', code: 429, retryAfter: 1 } as const;
    proxy.rule({ match: { verb: 'get', resource: 'pods' }, fault, times: 2 });
    const since = performance.now();
    assert.match(await through(proxy.kubeconfig(), 'get', 'pod', 'sleeper'), /sleeper/);
    assert.ok(performance.now() - since >= 2000, 'it came too early');
  });
});
