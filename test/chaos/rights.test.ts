import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../cluster/command.ts';
import { describeOnCluster, practise, type Practice } from '../cluster/practice.ts';
import { during, undoAll } from './fault.ts';
import { takeRights } from './rights.ts';
import { ALL, makeUser, READ, type User } from './users.ts';

const HERE = 'chaos-rights';

describeOnCluster('rights', function () {
  this.timeout('2m');
  let practice: Practice;
  let folder: string;
  const made: { forget(): Promise<void> }[] = [];

  /** Whether a user may do something, asked of the API as that user; `where` is a namespace, or nothing for the whole cluster. */
  const may = async (user: User, verb: string, what: string, where?: string): Promise<boolean> => {
    const file = join(folder, 'kubeconfig');
    await writeFile(file, user.kubeconfig, { mode: 0o600 });
    const [resource, subresource] = what.split('/');
    const review = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { verb, resource, subresource, namespace: where } },
    };
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const words = await run(
      join(practice.built.kubernetes, 'kubectl'),
      [`--kubeconfig=${file}`, 'create', `--raw=${path}`, '--filename=-'],
      { input: JSON.stringify(review) },
    );
    return (JSON.parse(words) as { status: { allowed: boolean } }).status.allowed;
  };
  const user = async (
    ...how: Parameters<typeof makeUser> extends [unknown, ...infer Rest] ? Rest : never
  ): Promise<User> => {
    const one = await makeUser(practice, ...how);
    made.push(one);
    return one;
  };

  before(async () => {
    practice = await practise(HERE);
    folder = await mkdtemp(join(tmpdir(), 'plinth-rights-'));
  });
  afterEach(undoAll);
  after(async () => {
    for (const one of made) await one.forget();
    await rm(folder, { recursive: true });
    await practice.leave();
  });

  it('of one who may only read', async () => {
    const reader = await user('reader', READ, 'cluster');
    assert.ok(await may(reader, 'list', 'pods'));
    assert.ok(await may(reader, 'get', 'nodes'));
    assert.equal(await may(reader, 'create', 'pods/exec', HERE), false);
    assert.equal(await may(reader, 'delete', 'pods', HERE), false);
  });

  it('of one who has a single namespace', async () => {
    const owner = await user('owner', ALL);
    assert.ok(await may(owner, 'create', 'pods/exec', HERE));
    assert.equal(await may(owner, 'list', 'pods'), false);
    assert.equal(await may(owner, 'get', 'nodes'), false);
    assert.equal(await may(owner, 'list', 'pods', 'default'), false);
  });

  it('of one who has none', async () => {
    const nobody = await user('nobody');
    assert.equal(await may(nobody, 'list', 'pods', HERE), false);
    assert.equal(await may(nobody, 'list', 'namespaces'), false);
  });

  it('that are taken away, and given back', async () => {
    const guest = await user('guest', [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }]);
    assert.ok(await may(guest, 'list', 'pods', HERE));
    const before = await practice.here(['get', 'rolebinding', 'guest', '--output=jsonpath={.roleRef}{.subjects}']);
    const fault = await takeRights(practice.here, 'rolebinding', 'guest');
    await during(fault, async () => assert.equal(await may(guest, 'list', 'pods', HERE), false));
    assert.ok(await may(guest, 'list', 'pods', HERE));
    await fault.undo();
    assert.equal(
      await practice.here(['get', 'rolebinding', 'guest', '--output=jsonpath={.roleRef}{.subjects}']),
      before,
    );
  });
});
