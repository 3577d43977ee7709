import assert from 'node:assert/strict';
import type { ApiObject, Connection, ObjectName } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { dryRunAll, type Verdict, type Written } from './dry-run.ts';

const SET: Written = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'orders' },
  spec: {
    replicas: 3,
    template: { spec: { containers: [{ name: 'app', env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }] } },
  },
};

/** Verdicts where the cluster answers so to each object. */
async function verdicts(
  objects: readonly Written[],
  answer: (name: ObjectName) => ClusterTrouble | undefined,
): Promise<{
  readonly all: readonly Verdict[];
  readonly asked: readonly { readonly object: ApiObject; readonly name: ObjectName }[];
}> {
  const asked: { object: ApiObject; name: ObjectName }[] = [];
  const connection: Pick<Connection, 'discover' | 'dryRun'> = {
    discover: () =>
      Promise.resolve({ resources: [RESOURCES.statefulSets, RESOURCES.secrets, RESOURCES.namespaces], missing: [] }),
    dryRun: (object, name) => {
      asked.push({ object, name });
      const trouble = answer(name);
      return trouble === undefined ? Promise.resolve(object) : Promise.reject(trouble);
    },
  };
  return { all: await dryRunAll(connection, objects, { namespace: 'shop' }), asked };
}

const only = async (object: Written, trouble: ClusterTrouble): Promise<Verdict | undefined> =>
  (await verdicts([object], () => trouble)).all[0];

describe('a dry run of manifests', () => {
  it('asks for each object in its namespace, or in the one that is given', async () => {
    const other = { ...SET, metadata: { name: 'other', namespace: 'there' } };
    const { all, asked } = await verdicts([SET, other], () => undefined);
    assert.deepEqual(all, [{ state: 'accepted' }, { state: 'accepted' }]);
    assert.deepEqual(
      asked.map(({ object, name }) => [object.metadata.namespace, name.namespace, name.name]),
      [
        ['shop', 'shop', 'orders'],
        ['there', 'there', 'other'],
      ],
    );
  });

  it('tells the fields that the API names, in its own words', async () => {
    const causes = [
      { field: 'spec.replicas', message: 'Invalid value: -1: must be greater than or equal to 0' },
      { field: '<nil>', message: 'and something else' },
    ];
    assert.deepEqual(await only(SET, new ClusterTrouble('invalid', 'refused', { status: 422, causes })), {
      state: 'refused',
      faults: [
        { path: ['spec', 'replicas'], message: 'spec.replicas: Invalid value: -1: must be greater than or equal to 0' },
        { path: [], message: 'and something else' },
      ],
    });
  });

  it('finds the field in the words where the API names none apart', async () => {
    const said =
      'failed to create typed patch object (shop/orders; apps/v1, Kind=StatefulSet): .spec.template.spec.containers[name="app"].imag: field not declared in schema';
    const found = await only(SET, new ClusterTrouble('invalid', 'refused', { said }));
    assert.deepEqual(found?.state === 'refused' && found.faults[0]?.path, [
      'spec',
      'template',
      'spec',
      'containers',
      0,
    ]);
  });

  it('never tells a secret that the API quotes', async () => {
    const secret: Written = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a' },
      stringData: { word: 'open"sesame' },
    };
    for (const [object, message] of [
      [SET, 'Invalid value: "hunter2": no'],
      [secret, 'Invalid value: "open\\"sesame": no'],
    ] as const) {
      const found = await only(
        object,
        new ClusterTrouble('invalid', 'refused', { causes: [{ field: undefined, message }] }),
      );
      assert.deepEqual(found, { state: 'refused', faults: [{ path: [], message: 'Invalid value: "…": no' }] });
    }
  });

  it('does not know what has to wait for something of the same run, or what nobody may ask', async () => {
    const namespace: Written = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
    const missing = new ClusterTrouble('missing', 'namespaces "shop" not found', { status: 404 });
    const { all } = await verdicts([namespace, SET], ({ name }) => (name === 'orders' ? missing : undefined));
    assert.deepEqual(all, [
      { state: 'accepted' },
      { state: 'unknown', why: 'The namespace shop has to be applied first.' },
    ]);
    assert.equal((await only(SET, missing))?.state, 'refused');
    const said =
      'statefulsets.apps "orders" is forbidden: User "reader" cannot patch resource "statefulsets" in API group "apps"';
    assert.equal((await only(SET, new ClusterTrouble('forbidden', 'no', { said })))?.state, 'unknown');
    const quota = 'pods "orders" is forbidden: exceeded quota: small';
    assert.equal((await only(SET, new ClusterTrouble('forbidden', 'no', { said: quota })))?.state, 'refused');
  });

  it('says at the kind that the cluster does not serve it, unless its definition comes along', async () => {
    const cluster: Written = { apiVersion: 'shop.example/v1', kind: 'Till', metadata: { name: 'a' } };
    const definition: Written = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'tills.shop.example' },
      spec: { group: 'shop.example', names: { kind: 'Till' } },
    };
    const { all, asked } = await verdicts([cluster], () => undefined);
    assert.deepEqual(all, [
      { state: 'refused', faults: [{ path: ['kind'], message: 'The cluster serves no Till of shop.example/v1.' }] },
    ]);
    assert.equal(asked.length, 0);
    assert.equal((await verdicts([definition, cluster], () => undefined)).all[1]?.state, 'unknown');
  });

  it('fails where nobody answers', async () => {
    await assert.rejects(only(SET, new ClusterTrouble('unreachable', 'nobody is there')), /nobody is there/u);
  });
});
