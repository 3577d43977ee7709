import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { ApiObject, Connection, ObjectName } from '../../core/cluster/connection.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';
import { ClusterTrouble, type TroubleKind } from '../../core/cluster/trouble.ts';
import { KUBECONFIG } from '../cluster/places.ts';
import { describeOnCluster, practise, type Practice } from '../cluster/practice.ts';
import { connectBy, temporary } from './stub/kubeconfig.ts';

describeOnCluster('Writes to a real cluster', function () {
  this.timeout(60_000);
  let practice: Practice;
  let folder: Awaited<ReturnType<typeof temporary>>;
  let admin: Connection;
  before(async () => {
    practice = await practise('cluster-writes');
    folder = await temporary();
    admin = await connectBy(folder.folder, await readFile(KUBECONFIG, 'utf8'));
  });
  after(async () => {
    admin.close();
    await folder.remove();
    await practice.leave();
  });

  const named = (name: string): ObjectName => ({
    resource: RESOURCES.configMaps,
    namespace: practice.namespace,
    name,
  });
  const map = (name: string, colour = 'red'): ApiObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: practice.namespace },
    data: { colour },
  });
  const colour = async (name: string): Promise<unknown> =>
    ((await admin.read(named(name)))['data'] as { colour?: unknown }).colour;
  const trouble = async (promise: Promise<unknown>, kind: TroubleKind): Promise<void> => {
    await assert.rejects(promise, (error) => {
      assert.ok(error instanceof ClusterTrouble, String(error));
      assert.equal(error.kind, kind, error.message);
      return true;
    });
  };

  it('make an object once', async () => {
    const made = await admin.create(map('once'), named('once'));
    assert.ok(made.metadata.uid);
    await trouble(admin.create(map('once', 'blue'), named('once')), 'conflict');
    assert.equal(await colour('once'), 'red');
  });

  it('replace only what was read last', async () => {
    const first = await admin.create(map('swap'), named('swap'));
    const second = await admin.replace({ ...first, data: { colour: 'blue' } }, named('swap'));
    assert.notEqual(second.metadata.resourceVersion, first.metadata.resourceVersion);
    await trouble(admin.replace({ ...first, data: { colour: 'green' } }, named('swap')), 'conflict');
    assert.equal(await colour('swap'), 'blue');
  });

  it('patch all or nothing', async () => {
    await admin.create(map('patch'), named('patch'));
    const set = { op: 'replace', path: '/data/colour', value: 'blue' } as const;
    await trouble(admin.patch(named('patch'), [set, { op: 'test', path: '/data/colour', value: 'red' }]), 'invalid');
    assert.equal(await colour('patch'), 'red');
    await admin.patch(named('patch'), [{ op: 'test', path: '/data/colour', value: 'red' }, set]);
    assert.equal(await colour('patch'), 'blue');
  });

  it('remove this very object and no namesake', async () => {
    const { uid } = (await admin.create(map('gone'), named('gone'))).metadata;
    await trouble(admin.remove(named('gone'), { uid: '00000000-0000-0000-0000-000000000000' }), 'conflict');
    assert.ok(uid !== undefined);
    await admin.remove(named('gone'), { uid });
    await trouble(admin.remove(named('gone'), { uid }), 'missing');
  });

  it('change nothing as a dry run', async () => {
    await admin.create(map('dry', 'blue'), named('dry'), { dryRun: true });
    await trouble(admin.read(named('dry')), 'missing');
    const made = await admin.create(map('dry'), named('dry'));
    await admin.replace({ ...made, data: { colour: 'blue' } }, named('dry'), { dryRun: true });
    await admin.patch(named('dry'), [{ op: 'replace', path: '/data/colour', value: 'blue' }], { dryRun: true });
    await admin.remove(named('dry'), { dryRun: true });
    assert.equal(await colour('dry'), 'red');
  });
});
