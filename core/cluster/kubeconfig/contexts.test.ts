import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { definitionOf, kubeconfigFiles, readContexts } from './contexts.ts';

const config = (name: string, server: string, { token = 'secret', current = '' } = {}): string => `
current-context: ${current}
clusters: [{ name: ${name}, cluster: { server: "${server}" } }]
users: [{ name: ${name}, user: { token: ${token} } }]
contexts: [{ name: ${name}, context: { cluster: ${name}, user: ${name}, namespace: shop } }]
`;

describe('contexts', () => {
  let folder = '';
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'plinth-contexts-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const write = async (name: string, text: string): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, text);
    return file;
  };

  it('looks into the files of KUBECONFIG, without empty parts, else into the home folder', () => {
    assert.deepEqual(kubeconfigFiles({ env: { KUBECONFIG: `${delimiter}/a${delimiter}/b${delimiter}/a` } }), [
      '/a',
      '/b',
    ]);
    assert.deepEqual(kubeconfigFiles({ env: {}, home: '/home/me' }), [join('/home/me', '.kube', 'config')]);
  });

  it('merges the files of KUBECONFIG as kubectl does: the first wins', async () => {
    const first = await write('first', config('dev', 'https://first:1', { token: 'one' }));
    const second = await write('second', config('dev', 'https://second:2', { token: 'two', current: 'dev' }));
    const { contexts, files } = await readContexts({ env: { KUBECONFIG: `${first}${delimiter}${second}` } });
    assert.deepEqual(files, [first, second]);
    assert.deepEqual(
      contexts.map(({ server, current, shadowedBy }) => [server, current, shadowedBy]),
      [
        ['https://first:1', true, undefined],
        ['https://second:2', false, first],
      ],
    );
    assert.deepEqual(
      contexts.map(({ id }) => id),
      [`dev (${first})`, `dev (${second})`],
    );
    assert.equal((await definitionOf(contexts[1]!)).user?.token, 'two');
  });

  it('finds clusters and users in other files of KUBECONFIG', async () => {
    const cluster = await write('cluster', 'clusters: [{ name: c, cluster: { server: "https://c" } }]');
    const rest = await write('rest', 'contexts: [{ name: x, context: { cluster: c, user: u } }]');
    const [context] = (await readContexts({ env: { KUBECONFIG: `${rest}${delimiter}${cluster}` } })).contexts;
    assert.equal(context?.server, 'https://c');
    assert.deepEqual(context.problems, ['The user «u» is in no kubeconfig.']);
  });

  it('keeps files that the user adds apart, even where all names are the same', async () => {
    const own = await write('own', config('dev', 'https://own:1'));
    const added = await write('added', config('dev', 'https://added:2', { current: 'dev' }));
    const { contexts } = await readContexts({ env: { KUBECONFIG: own }, added: [added, own] });
    assert.deepEqual(
      contexts.map(({ id, server }) => [id, server]),
      [
        [`dev (${own})`, 'https://own:1'],
        [`dev (${added})`, 'https://added:2'],
      ],
    );
  });

  it('names what cannot be read, and goes on with the others', async () => {
    const good = await write('good', config('dev', 'https://good:1'));
    const bad = await write('bad', 'users: [');
    const { contexts, unreadable } = await readContexts({
      env: { KUBECONFIG: [bad, good, join(folder, 'absent')].join(delimiter) },
    });
    assert.deepEqual(
      contexts.map(({ name }) => name),
      ['dev'],
    );
    assert.deepEqual(
      unreadable.map(({ file }) => file),
      [bad],
    );
  });

  it('says what is wrong before anything was tried, and shows no secret', async () => {
    const file = await write(
      'config',
      `clusters: [{ name: c, cluster: { server: "10.0.0.1:6443" } }, { name: p, cluster: { server: "https://me:pass@h" } }]
users: [{ name: u, user: { token: verysecret, password: alsosecret } }]
contexts:
- { name: noscheme, context: { cluster: c, user: u } }
- { name: nocluster, context: { cluster: gone } }
- { name: nothing, context: {} }
- { name: withpassword, context: { cluster: p, user: u } }`,
    );
    const { contexts } = await readContexts({ env: { KUBECONFIG: file } });
    const problems = contexts.map((context) => context.problems.join(' '));
    assert.match(problems[0]!, /is no URL\. Write «https:\/\/host:port»/u);
    assert.match(problems[1]!, /The cluster «gone» is in no kubeconfig/u);
    assert.match(problems[2]!, /names no cluster/u);
    assert.equal(contexts[3]?.server, 'https://h');
    assert.doesNotMatch(JSON.stringify(contexts), /secret|pass@/u);
  });

  it('tells by which credentials one goes', async () => {
    const users = {
      exec: '{ exec: { command: /usr/bin/aws } }',
      oidc: '{ auth-provider: { name: oidc } }',
      cert: '{ client-certificate-data: AA==, client-key-data: AA== }',
      file: '{ tokenFile: /t }',
      token: '{ token: t, as: jane }',
      basic: '{ username: u, password: p }',
      none: '{}',
    };
    const file = await write(
      'config',
      `clusters: [{ name: c, cluster: { server: "https://c" } }]
users: [${Object.entries(users)
        .map(([name, user]) => `{ name: ${name}, user: ${user} }`)
        .join(', ')}]
contexts: [${Object.keys(users)
        .map((name) => `{ name: ${name}, context: { cluster: c, user: ${name} } }`)
        .join(', ')}]`,
    );
    const { contexts } = await readContexts({ env: { KUBECONFIG: file } });
    assert.deepEqual(
      contexts.map(({ credentials }) => credentials),
      ['exec aws', 'OIDC', 'client certificate', 'token file', 'token', 'password', 'none'],
    );
    assert.equal(contexts[4]?.impersonates, 'jane');
  });

  it('finds the service account of the pod in which it runs', async () => {
    const serviceAccount = join(folder, 'account');
    await mkdir(serviceAccount);
    for (const [name, text] of [
      ['token', 't'],
      ['ca.crt', 'c'],
      ['namespace', 'runners\n'],
    ] as const)
      await writeFile(join(serviceAccount, name), text);
    const env = {
      KUBECONFIG: join(folder, 'absent'),
      KUBERNETES_SERVICE_HOST: 'fd00::1',
      KUBERNETES_SERVICE_PORT: '443',
    };
    const { contexts } = await readContexts({ env, serviceAccount });
    assert.deepEqual(
      contexts.map(({ id, server, namespace }) => [id, server, namespace]),
      [['in-cluster', 'https://[fd00::1]:443', 'runners']],
    );
    assert.equal((await definitionOf(contexts[0]!)).user?.tokenFile, join(serviceAccount, 'token'));
    assert.deepEqual((await readContexts({ env: { KUBECONFIG: '/absent' }, serviceAccount })).contexts, []);
  });

  it('says so when a context is gone', async () => {
    const file = await write('config', config('dev', 'https://c'));
    const [context] = (await readContexts({ env: { KUBECONFIG: file } })).contexts;
    await writeFile(file, 'contexts: []');
    await assert.rejects(definitionOf(context!), /The context «dev» is no longer in/u);
  });
});
