import assert from 'node:assert/strict';
import type { Json } from '../../../engines/model/object.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { compare, compareFields, compareMade } from './compare.ts';
import type { Drift } from './compare.ts';

const MANIFEST = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db', namespace: 'shop' },
  spec: {
    replicas: 3,
    template: {
      spec: {
        containers: [
          {
            name: 'postgres',
            image: 'postgres:16.4',
            resources: { requests: { memory: '1Gi', cpu: 1 } },
            env: [
              { name: 'PGDATA', value: '/data' },
              { name: 'POSTGRES_PASSWORD', value: 'one' },
            ],
            args: ['-c', 'fsync=on'],
          },
        ],
      },
    },
  },
} satisfies Json;

const LIVE_ONLY = {
  uid: 'u',
  resourceVersion: '7',
  generation: 4,
  creationTimestamp: '2026-01-01T00:00:00Z',
  managedFields: [{ manager: 'kubectl' }],
};

type Container = (typeof MANIFEST)['spec']['template']['spec']['containers'][number];

const liveWith = (
  container: Partial<Record<keyof Container | 'imagePullPolicy', Json>>,
  spec: Record<string, Json> = {},
): ApiObject => {
  const [first] = MANIFEST.spec.template.spec.containers;
  const sidecar = { name: 'sidecar', image: 'proxy:1' };
  return {
    ...MANIFEST,
    metadata: { ...MANIFEST.metadata, ...LIVE_ONLY },
    spec: {
      ...MANIFEST.spec,
      ...spec,
      template: { spec: { containers: [sidecar, { ...first, imagePullPolicy: 'IfNotPresent', ...container }] } },
    },
    status: { readyReplicas: 3 },
  };
};

const told = ({ fields }: Drift): unknown[] => fields.map(({ place, manifest, live }) => [place, manifest, live]);

describe('drift', () => {
  it('is none where only the server’s own fields, other writings and defaults differ', () => {
    const live = liveWith({ resources: { requests: { memory: '1024Mi', cpu: '1000m' } } });
    assert.deepEqual(compareFields(MANIFEST, live), { state: 'same', fields: [], by: 'manifest', why: undefined });
    const made = { ...live, metadata: { ...live.metadata, generation: 5, resourceVersion: '8' }, status: {} };
    assert.equal(compareMade(MANIFEST, made, live).state, 'same');
  });

  it('names each field with both values, and its place in the manifest', () => {
    const drift = compareFields(MANIFEST, liveWith({ image: 'postgres:15' }, { replicas: 2 }));
    assert.deepEqual(told(drift), [
      ['spec.replicas', 3, 2],
      ['spec.template.spec.containers[postgres].image', 'postgres:16.4', 'postgres:15'],
    ]);
    assert.deepEqual(drift.fields[1]?.path, ['spec', 'template', 'spec', 'containers', 0, 'image']);
  });

  it('takes the words of a command as one value', () => {
    const drift = compareFields(MANIFEST, liveWith({ args: ['-c', 'work_mem=1MB', '-c', 'fsync=on'] }));
    assert.deepEqual(told(drift), [
      ['spec.template.spec.containers[postgres].args', ['-c', 'fsync=on'], ['-c', 'work_mem=1MB', '-c', 'fsync=on']],
    ]);
  });

  it('finds what the server would add or take away', () => {
    const live = liveWith({});
    const spec: Record<string, Json> = { ...(live['spec'] as Record<string, Json>), minReadySeconds: 5 };
    delete spec['replicas'];
    const drift = compareMade(MANIFEST, { ...live, spec }, live);
    assert.deepEqual(told(drift).sort(), [
      ['spec.minReadySeconds', 5, undefined],
      ['spec.replicas', undefined, 3],
    ]);
  });

  it('shows no secret', () => {
    const env = [
      { name: 'PGDATA', value: '/data' },
      { name: 'POSTGRES_PASSWORD', value: 'two' },
    ];
    const shown = JSON.stringify(compareFields(MANIFEST, liveWith({ env })));
    assert.match(shown, /POSTGRES_PASSWORD/u);
    assert.doesNotMatch(shown, /"(?:one|two)"/u);
    const gone = JSON.stringify(compareFields(MANIFEST, liveWith({ env: [] })));
    assert.doesNotMatch(gone, /"one"/u);
    const secret = (data: Json): Json => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data });
    assert.deepEqual(told(compareFields(secret({ user: 'YQ==' }), secret({ user: 'Yg==' }))), [
      ['data.user', '(hidden)', '(hidden)'],
    ]);
  });

  it('knows that stringData is kept as data', () => {
    const manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { user: 'a' } };
    const live = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { user: 'YQ==' } };
    assert.equal(compareFields(manifest, live).state, 'same');
    assert.equal(compareFields(manifest, { ...live, data: { user: 'Yg==' } }).state, 'differs');
  });

  const server = (live: ApiObject | undefined, made: ApiObject | ClusterTrouble) => ({
    discover: () => Promise.resolve({ resources: [], missing: [] }),
    read: () => (live ? Promise.resolve(live) : Promise.reject(new ClusterTrouble('missing', 'no such object'))),
    dryRun: () => (made instanceof ClusterTrouble ? Promise.reject(made) : Promise.resolve(made)),
  });

  it('asks the server, and falls back to the manifest’s own fields where one may not', async () => {
    const live = liveWith({}, { replicas: 2 });
    const byServer = await compare(MANIFEST, server(live, liveWith({})), undefined);
    assert.deepEqual([byServer.by, told(byServer)], ['server', [['spec.replicas', 3, 2]]]);
    const forbidden = await compare(MANIFEST, server(live, new ClusterTrouble('forbidden', 'no')), undefined);
    assert.deepEqual([forbidden.by, told(forbidden)], ['manifest', [['spec.replicas', 3, 2]]]);
    assert.match(forbidden.why ?? '', /may not apply/u);
    const refused = await compare(
      MANIFEST,
      server(live, new ClusterTrouble('invalid', 'updates are forbidden')),
      undefined,
    );
    assert.match(refused.why ?? '', /updates are forbidden/u);
    await assert.rejects(compare(MANIFEST, server(live, new ClusterTrouble('timeout', 'slow')), undefined), /slow/u);
  });

  it('says that an object is not there, and refuses what names none', async () => {
    assert.equal((await compare(MANIFEST, server(undefined, liveWith({})), undefined)).state, 'missing');
    await assert.rejects(compare({ kind: 'Pod' }, server(undefined, liveWith({})), undefined), /names no object/u);
    const unknown = { ...MANIFEST, apiVersion: 'x.example/v1', kind: 'Thing' };
    await assert.rejects(compare(unknown, server(undefined, liveWith({})), undefined), /does not know Thing/u);
  });
});
