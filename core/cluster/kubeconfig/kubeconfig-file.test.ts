import assert from 'node:assert/strict';
import { parseKubeconfig, readKubeconfig } from './kubeconfig-file.ts';

const read = (text: string) => {
  const found = parseKubeconfig(text, '/home/me/.kube/config');
  assert.ok('contexts' in found, 'message' in found ? found.message : '');
  return found;
};
const refused = (text: string): string => {
  const found = parseKubeconfig(text, '/home/me/.kube/config');
  assert.ok('message' in found);
  return found.message;
};

describe('kubeconfig file', () => {
  it('reads what client-node leaves out: tokenFile and whom one acts as', () => {
    const { users } = read(`users:
- name: me
  user: { tokenFile: token, as: jane, as-uid: "7", as-groups: [a, b], as-user-extra: { reason: [x] } }`);
    const me = users.get('me')!;
    assert.equal(me.tokenFile, '/home/me/.kube/token');
    assert.deepEqual([me.as, me.asUid, me.asGroups, me.asExtra], ['jane', '7', ['a', 'b'], { reason: ['x'] }]);
  });

  it('resolves relative paths against the file, and leaves names of programs alone', () => {
    const { clusters, users } = read(`clusters:
- { name: c, cluster: { server: "https://h:6443/", certificate-authority: ca.crt } }
users:
- { name: a, user: { client-certificate: pki/a.crt, client-key: /abs/a.key, exec: { command: aws, args: [eks] } } }
- { name: b, user: { exec: { command: ./login } } }`);
    assert.equal(clusters.get('c')?.caFile, '/home/me/.kube/ca.crt');
    assert.equal(clusters.get('c')?.server, 'https://h:6443');
    assert.equal(users.get('a')?.certFile, '/home/me/.kube/pki/a.crt');
    assert.equal(users.get('a')?.keyFile, '/abs/a.key');
    assert.equal(users.get('a')?.exec?.command, 'aws');
    assert.equal(users.get('b')?.exec?.command, '/home/me/.kube/login');
  });

  it('names the place of what is no YAML, and shows none of it', () => {
    const message = refused('users:\n- name: me\n  user:\n    token: "s3cr3t\n  bad: [');
    assert.match(message, /^\/home\/me\/\.kube\/config:\d+:\d+: this is not valid YAML/u);
    assert.doesNotMatch(message, /s3cr3t/u);
  });

  it('says what is no kubeconfig', () => {
    assert.match(refused('just words'), /this is no kubeconfig/u);
    assert.match(refused('- a\n- b'), /this is no kubeconfig/u);
  });

  it('takes an empty file for one without contexts', () => {
    assert.deepEqual(read('').contexts, []);
  });

  it('passes over entries without a name, says so, and keeps the others', () => {
    const { contexts, problems } = read(`contexts:
- context: { cluster: a }
- { name: good, context: { cluster: a } }
- { name: good, context: { cluster: b } }
users: nonsense`);
    assert.deepEqual(
      contexts.map(({ name, cluster }) => [name, cluster]),
      [['good', 'a']],
    );
    assert.deepEqual(problems, [
      'contexts[0] has no name',
      'contexts[2] has the name «good» of an earlier one',
      'users is no list',
    ]);
  });

  it('reads JSON, which is YAML', () => {
    assert.equal(read('{"current-context":"x","contexts":[{"name":"x","context":{"cluster":"c"}}]}').current, 'x');
  });

  it('passes over a file that is not there, and says what to do about a folder', async () => {
    assert.equal(await readKubeconfig('/nowhere/at/all'), undefined);
    const found = await readKubeconfig('/');
    assert.ok(found !== undefined && 'message' in found);
    assert.match(found.message, /is a folder/u);
  });
});
