import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { HERE } from '../places.ts';
import { onlyContext } from './kubeconfig-files.ts';

const ROOT = join(HERE, '../..');

/** A kubeconfig with the contexts «mine» and «other». */
const kubeconfig = (server: string): string => `apiVersion: v1
kind: Config
current-context: other
clusters:
  - name: c
    cluster: { server: "${server}", insecure-skip-tls-verify: true }
users:
  - name: u
    user: { token: hush, client-key: keys/mine.pem, exec: { command: ./bin/login, apiVersion: client.authentication.k8s.io/v1 } }
  - name: v
    user: { token: hush }
contexts:
  - name: other
    context: { cluster: c, user: u }
  - name: mine
    context: { cluster: c, user: v, namespace: shop }
`;

interface Said {
  readonly code: number | null;
  readonly out: string;
}

describe('other ways to a cluster', function () {
  this.timeout(90_000);
  let folder: string;
  let api: http.Server;

  const at = (...names: readonly string[]): string => join(folder, ...names);

  /** Runs `npm run cluster -- …` as somebody whose home is empty. */
  const cluster = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Said> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', 'tsx', join(HERE, 'main.ts'), ...args], {
        cwd: ROOT,
        env: {
          HOME: at('home'),
          PATH: '/usr/bin:/bin',
          PLINTH_CLUSTER_ELSEWHERE: at('elsewhere'),
          PLINTH_CLUSTER_STATE: at('state'),
          ...more,
        },
      });
      let out = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, out }));
    });

  before(async () => {
    api = http.createServer((request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(
        JSON.stringify(request.url?.startsWith('/version') ? { major: '1', minor: '36', gitVersion: 'v1.36.9' } : {}),
      );
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  });
  after(() => api.close());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-elsewhere-'));
    await mkdir(at('home'));
    await writeFile(at('config'), kubeconfig(`http://127.0.0.1:${(api.address() as AddressInfo).port}`));
  });
  afterEach(() => rm(folder, { recursive: true }));

  describe('a context', () => {
    const env = (): NodeJS.ProcessEnv => ({ KUBECONFIG: at('config') });

    it('is used when it is named, without the others', async () => {
      assert.equal((await cluster(['use', '--context', 'mine'], env())).code, 0);
      // KUBECONFIG is asked when it is named, not later.
      const { code, out } = await cluster(['up']);
      assert.equal(code, 0, out);
      assert.match(out, /the context «mine» answers: Kubernetes v1\.36\.9/);
      const file = at('elsewhere/kubeconfig');
      const written = parse(await readFile(file, 'utf8')) as {
        contexts: { name: string }[];
        'current-context': string;
      };
      assert.deepEqual([written.contexts.map(({ name }) => name), written['current-context']], [['mine'], 'mine']);
      assert.equal((await stat(file)).mode & 0o077, 0, 'nobody else may read it');
      assert.ok(!out.includes('hush'));
    });

    it('is used when the environment names it', async () => {
      const { out } = await cluster(['status'], { ...env(), PLINTH_CLUSTER_CONTEXT: 'mine' });
      assert.match(out, /In use is the context «mine»: Kubernetes v1\.36\.9/);
    });

    it('is never ended or reset', async () => {
      await cluster(['use', '--context', 'mine'], env());
      for (const command of ['down', 'reset']) {
        const { code, out } = await cluster([command]);
        assert.equal(code, 1);
        assert.match(out, /Nothing was started here/);
      }
      await cluster(['use', '--none']);
      assert.doesNotMatch((await cluster(['status'])).out, /mine/);
    });

    it('must exist', async () => {
      const { code, out } = await cluster(['use', '--context', 'theirs'], env());
      assert.equal(code, 1);
      assert.match(out, /There is no context «theirs»[^]*There are: other, mine\./);
    });

    it('is never the current one of a kubeconfig that nobody named', async () => {
      const { out } = await cluster(['status'], env());
      assert.doesNotMatch(out, /other|mine|v1\.36\.9/);
    });

    it('that does not answer is said plainly, without its token', async () => {
      await writeFile(at('config'), kubeconfig('http://127.0.0.1:9'));
      await cluster(['use', '--context', 'mine'], env());
      const { code, out } = await cluster(['status']);
      assert.equal(code, 1);
      assert.match(out, /The API of the context «mine» does not answer/);
      assert.ok(!out.includes('hush'));
    });

    it('keeps relative paths true, and takes cluster and user from another file', async () => {
      await writeFile(at('second'), 'contexts: [{ name: apart, context: { cluster: c, user: u } }]\n');
      const text = await onlyContext('apart', [at('missing'), at('second'), at('config')]);
      const { users } = parse(text) as { users: { user: { 'client-key': string; exec: { command: string } } }[] };
      assert.equal(users[0]!.user['client-key'], join(dirname(at('config')), 'keys/mine.pem'));
      assert.equal(users[0]!.user.exec.command, join(dirname(at('config')), 'bin/login'));
    });
  });

  it('explains itself when it does not understand', async () => {
    for (const args of [[], ['up', '--context', 'mine'], ['up', '--wait', 'long']]) {
      const { code, out } = await cluster(args);
      assert.deepEqual([code, out.startsWith('usage:')], [2, true], args.join(' '));
    }
  });
});
