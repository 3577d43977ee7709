import assert from 'node:assert/strict';
import { fakeCluster, forbidden, pod, until } from '../../../test/cluster-faults/stub/fake-cluster.ts';
import type { ApiObject, Connection } from '../connection.ts';
import { RESOURCES } from '../resources.ts';
import { openScope, type Scope, type ScopeOptions } from './scope.ts';
import type { ScopedMirror } from './scoped-mirror.ts';
import type { Rules } from '../connection.ts';

const PACE = { batch: 1, first: 1, longest: 10, refused: 15 };
const READ_PODS: Rules = {
  rules: [{ verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['pods'] }],
  incomplete: false,
};
const NOTHING: Rules = { rules: [], incomplete: false };

const names = (mirror: ScopedMirror): string[] =>
  [...mirror.objects.values()].map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`).sort();

/** A cluster in which rights change. `readable` has namespaces, `*` for all at once, `namespaces` for their list. */
function cluster(
  readable: Set<string>,
  more: Partial<Pick<Connection, 'rules' | 'may'>> & { namespace?: string } = {},
) {
  const all = ['one', 'two', 'three'].map((namespace) => pod('db', 1, namespace));
  return fakeCluster({
    list: ({ plural }, namespace) => {
      const place = plural === 'namespaces' ? 'namespaces' : (namespace ?? '*');
      if (!readable.has(place)) throw forbidden();
      const items: ApiObject[] =
        plural === 'namespaces'
          ? ['one', 'two', 'three'].map((name) => ({ metadata: { name, uid: `ns-${name}`, resourceVersion: '1' } }))
          : all.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
      return [{ items, resourceVersion: '5' }];
    },
    // Ends soon, so that rights that were taken away show.
    watch: async function* ({ plural }, namespace, _version, options) {
      if (!readable.has(plural === 'namespaces' ? 'namespaces' : (namespace ?? '*'))) throw forbidden();
      options?.opened?.();
      await new Promise((resolve) => setTimeout(resolve, 5));
      yield* [];
    },
    ...more,
  });
}

describe('scope', () => {
  let scope: Scope | undefined;
  afterEach(() => scope?.close());
  const open = (connection: ReturnType<typeof cluster>, options: ScopeOptions = {}): ScopedMirror => {
    scope = openScope(connection, { pace: PACE, ...options });
    return scope.mirror(RESOURCES.pods);
  };

  it('is the whole cluster where one may see it', async () => {
    const mirror = open(cluster(new Set(['*'])));
    await until('whole', () => mirror.state.whole);
    assert.deepEqual(names(mirror), ['one/db', 'three/db', 'two/db']);
    assert.equal(mirror.state.namespaces, undefined);
    assert.deepEqual(mirror.state.refused, []);
  });

  it('is the context’s namespace and the named ones, where nothing else is known', async () => {
    const mirror = open(cluster(new Set(['one']), { namespace: 'one' }), { named: ['two'] });
    await until('whole', () => mirror.state.whole);
    assert.deepEqual(names(mirror), ['one/db']);
    assert.deepEqual([...mirror.state.namespaces!].sort(), ['one', 'two']);
    assert.deepEqual(mirror.state.refused, ['two']);
  });

  it('is only what is wanted, without a question for all', async () => {
    const mirror = open(cluster(new Set(['*', 'two'])), { only: ['two'] });
    await until('whole', () => mirror.state.whole);
    assert.deepEqual(names(mirror), ['two/db']);
    assert.deepEqual(mirror.state.namespaces, ['two']);
  });

  it('finds the namespaces whose rules allow it, where one may list namespaces', async () => {
    const rules = (namespace: string): Promise<Rules> => Promise.resolve(namespace === 'three' ? READ_PODS : NOTHING);
    const mirror = open(cluster(new Set(['namespaces', 'three']), { rules }));
    await until('whole', () => mirror.state.whole);
    assert.deepEqual(names(mirror), ['three/db']);
    assert.deepEqual(mirror.state.refused, []);
  });

  it('asks for each resource where the cluster cannot list its rules', async () => {
    const mirror = open(
      cluster(new Set(['namespaces', 'two']), {
        rules: () => Promise.resolve({ rules: [], incomplete: true }),
        may: ({ namespace }) => Promise.resolve({ allowed: namespace === 'two' }),
      }),
    );
    await until('whole', () => mirror.state.whole);
    assert.deepEqual(names(mirror), ['two/db']);
  });

  it('with no rights at all is empty, and says so', async () => {
    const mirror = open(cluster(new Set()));
    await until('whole', () => mirror.state.whole);
    assert.deepEqual(names(mirror), []);
    assert.equal(mirror.state.refused, 'all');
  });

  it('tells of a namespace that is lost, leaves the others alone, and has it back by itself', async () => {
    const readable = new Set(['one', 'two']);
    const mirror = open(cluster(readable), { named: ['one', 'two'] });
    await until('whole', () => mirror.state.whole && mirror.objects.size === 2);
    readable.delete('two');
    await until('two refused', () => mirror.state.refused.includes('two'));
    assert.deepEqual(mirror.state.refused, ['two']);
    assert.ok(names(mirror).includes('one/db'));
    readable.add('two');
    await until('two back', () => mirror.state.refused.length === 0);
    assert.deepEqual(names(mirror), ['one/db', 'two/db']);
  });

  it('sees everything as soon as that is allowed, and told changes add up to it', async () => {
    const readable = new Set(['one']);
    const mirror = open(cluster(readable), { named: ['one'] });
    const told = new Set<string>();
    mirror.onChange(({ changed, removed }) => {
      for (const { metadata } of removed) told.delete(metadata.uid!);
      for (const { metadata } of changed) told.add(metadata.uid!);
    });
    await until('one', () => mirror.objects.size === 1);
    readable.add('*');
    await until('all', () => mirror.objects.size === 3 && mirror.state.namespaces === undefined);
    await until('told', () => told.size === 3);
    readable.delete('*');
    await until('one again', () => mirror.objects.size === 1 && mirror.state.whole);
    await until('told again', () => told.size === 1);
    assert.deepEqual([...told], ['one-db']);
  });

  it('leaves what has no namespace to one question', async () => {
    scope = openScope(cluster(new Set(['namespaces'])), { only: ['one'], pace: PACE });
    const nodes = scope.mirror(RESOURCES.nodes);
    await until('whole', () => nodes.state.whole);
    assert.equal(nodes.state.refused, 'all');
    assert.equal(nodes.state.namespaces, undefined);
  });
});
