import assert from 'node:assert/strict';
import { joiningEngineOf } from '../../../../engines/joining.ts';
import type { Database } from '../../../../engines/model/database.ts';
import type { EngineId } from '../../../../engines/model/engine.ts';
import { database, object } from '../../../../test/support/live.ts';
import { parsed, stillCluster, topology } from '../../../../test/restart/still-cluster.ts';
import type { ApiObject, Access } from '../../../cluster/connection.ts';
import { readServer } from '../../../procedures/members/server.ts';
import type { SetStanding } from './set-standing.ts';
import { whyNotWithMembers } from './whether-possible.ts';

const CLAIM = {
  name: 'data-orders-0',
  labels: {},
  annotations: {},
  accessModes: ['ReadWriteOnce'],
  resources: {},
  storageClassName: null,
  volumeMode: null,
};
const STANDING: SetStanding = {
  replicas: 3,
  ready: 3,
  services: [],
  claims: [],
  volumes: [{ volume: 'pv-1', policy: 'Delete', template: 'data', claim: CLAIM }],
  lacking: [],
  door: ['orders-primary'],
  leases: [],
  leasesUnseen: false,
  model: 'orders-0',
  whenDeleted: 'Retain',
  start: 0,
};

/** The model of the one set among these objects. */
async function modelOf(objects: readonly ApiObject[], engine: EngineId, container: string): Promise<Database> {
  const set = objects.find(({ kind }) => kind === 'StatefulSet');
  assert.ok(set);
  const live = database(set.metadata.name, {
    workload: object('StatefulSet', set.metadata.name),
    container,
    engine,
  });
  const server = await readServer(stillCluster(objects), live);
  assert.ok(server);
  return server.model;
}

async function refused(
  over: Partial<SetStanding> = {},
  { model = sound, access = { allowed: true } }: { readonly model?: Database; readonly access?: Access } = {},
): Promise<string[]> {
  const connection = { may: () => Promise.resolve(access) };
  const found = await whyNotWithMembers(connection, model, joiningEngineOf(model.engine.id), {
    ...STANDING,
    ...over,
  });
  assert.ok(found.every(({ id, wayOut }) => id === 'R5' && wayOut !== ''));
  return found.map(({ what, evidence }) => `${what} ${evidence}`);
}

let sound: Database;

const NAKED = parsed(`
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: orders }
spec:
  replicas: 3
  serviceName: orders
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders } }
    spec: { containers: [{ name: postgresql, image: 'postgres:16' }] }
  volumeClaimTemplates: [{ metadata: { name: data } }]`);

describe('R5: a set with members that is restored in place', () => {
  before(async () => {
    sound = await modelOf(await topology('postgresql'), 'postgresql', 'postgresql');
  });

  it('is allowed for sets whose scripts have an empty member copy the primary', async () => {
    assert.deepEqual(await refused(), []);
    const selector = { 'statefulset.kubernetes.io/pod-name': 'orders-db-0' };
    assert.deepEqual(await refused({ services: [{ name: 'orders-primary', selector }] }), []);
    for (const engine of ['mysql', 'mariadb'] as const)
      assert.deepEqual(await refused({}, { model: await modelOf(await topology(engine), engine, engine) }), []);
  });

  it('is refused where no script shows that members make themselves', async () => {
    const [why, ...more] = await refused({}, { model: await modelOf(NAKED, 'postgresql', 'postgresql') });
    assert.match(why ?? '', /do not make themselves from the primary.*pg_basebackup/u);
    assert.deepEqual(more, []);
  });

  it('is refused where Plinth has not learnt what a member needs', async () => {
    const model = { ...sound, engine: { ...sound.engine, id: 'redis' } } as Database;
    assert.match((await refused({}, { model })).join(), /has not learnt\. redis/u);
  });

  for (const [what, over, why] of [
    ['a claim is not there', { lacking: ['there is no claim data-orders-2'] }, /there is no claim data-orders-2/u],
    ['it has no claims at all', { volumes: [] }, /no claim templates/u],
    ['its claims go with the set', { whenDeleted: 'Delete' }, /whenDeleted is Delete/u],
    ['its first member has another number', { start: 1 }, /ordinals\.start is 1/u],
    ['no Service leads to its primary', { door: [] }, /no Service leads to its primary/u],
    [
      'a Service names another member',
      {
        services: [{ name: 'orders-primary', selector: { 'statefulset.kubernetes.io/pod-name': 'orders-db-1' } }],
      },
      /orders-primary selects orders-db-1/u,
    ],
    ['no member answers', { model: undefined }, /no member answers/u],
    ['Leases may not be listed', { leasesUnseen: true }, /Leases may not be listed/u],
    [
      'volumes may not be read',
      { volumes: [{ volume: 'pv-1', policy: undefined, template: 'data', claim: CLAIM }] },
      /PersistentVolumes may not be read/u,
    ],
  ] as const)
    it(`is refused where ${what}`, async () => {
      const [first, ...more] = await refused(over);
      assert.match(first ?? '', why);
      assert.deepEqual(more, []);
    });

  it('is refused where reclaim policies may not be changed', async () => {
    const [why, ...more] = await refused({}, { access: { allowed: false, reason: 'no cluster role' } });
    assert.match(why ?? '', /may not be patched \(no cluster role\)/u);
    assert.deepEqual(more, []);
  });
});
