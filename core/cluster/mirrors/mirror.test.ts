import assert from 'node:assert/strict';
import { fakeCluster, forbidden, pod, quiet, until } from '../../../test/cluster-faults/stub/fake-cluster.ts';
import type { ApiObject } from '../connection.ts';
import { openMirror } from './mirror.ts';
import type { Mirror } from './mirror-state.ts';
import { RESOURCES } from '../resources.ts';
import { ClusterTrouble } from '../trouble.ts';

const PACE = { batch: 1, first: 1, longest: 10, refused: 10 };
const names = (mirror: Mirror): string[] => [...mirror.objects.values()].map(({ metadata }) => metadata.name).sort();

describe('mirror', () => {
  let mirror: Mirror | undefined;
  afterEach(() => mirror?.close());

  it('forgets pages of a list that had to start over', async () => {
    const cluster = fakeCluster({
      list: () => [
        { items: [pod('gone', 1)], resourceVersion: '5' },
        { items: [pod('stays', 2)], resourceVersion: '9', restarted: true },
      ],
    });
    mirror = openMirror(cluster, RESOURCES.pods, undefined, { pace: PACE });
    await until('live', () => mirror?.state.phase === 'live');
    assert.deepEqual(names(mirror), ['stays']);
  });

  it('takes a watch up again from the last bookmark', async () => {
    const from: string[] = [];
    const cluster = fakeCluster({
      list: () => [{ items: [], resourceVersion: '5' }],
      watch: async function* (_resource, _namespace, version, options) {
        from.push(version);
        if (from.length > 1) yield* quiet(options);
        yield { type: 'BOOKMARK', object: { metadata: { name: '', resourceVersion: '42' } } };
      },
    });
    mirror = openMirror(cluster, RESOURCES.pods, undefined, { pace: PACE });
    await until('a second watch', () => from.length === 2);
    assert.deepEqual(from, ['5', '42']);
  });

  it('tells an object once where it changes often, none where its version is the same, and keeps identity', async () => {
    const same = pod('same', 1);
    let lists = 0;
    const told: string[][] = [];
    const cluster = fakeCluster({
      list: () => [{ items: [lists++ === 0 ? same : { ...same }], resourceVersion: '5' }],
      watch: async function* (_resource, _namespace, _version, options) {
        if (lists === 1) throw new ClusterTrouble('expired', '410');
        for (let version = 10; version < 20; version++) yield { type: 'MODIFIED', object: pod('other', version) };
        yield* quiet(options);
      },
    });
    mirror = openMirror(cluster, RESOURCES.pods, undefined, { pace: { ...PACE, batch: 30 } });
    mirror.onChange(({ changed }) =>
      told.push(changed.map(({ metadata }) => `${metadata.name}${metadata.resourceVersion ?? ''}`)),
    );
    await until('the last version', () => mirror?.objects.get('one-other')?.metadata.resourceVersion === '19');
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal(mirror.objects.get('one-same'), same);
    assert.deepEqual(told.flat().sort(), ['other19', 'same1']);
  });

  it('makes objects smaller on arrival, and leaves out what `keep` does not want', async () => {
    const fat = {
      ...pod('fat', 1),
      metadata: {
        ...pod('fat', 1).metadata,
        managedFields: [{ manager: 'x' }],
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', mine: 'yes' },
      },
    } as ApiObject;
    const cluster = fakeCluster({ list: () => [{ items: [fat, pod('unwanted', 2)], resourceVersion: '5' }] });
    mirror = openMirror(cluster, RESOURCES.pods, undefined, {
      pace: PACE,
      keep: (object) => (object.metadata.name === 'unwanted' ? undefined : object),
    });
    await until('live', () => mirror?.state.phase === 'live');
    assert.deepEqual(names(mirror), ['fat']);
    const { metadata } = mirror.objects.get('one-fat')!;
    assert.equal('managedFields' in metadata, false);
    assert.deepEqual(metadata['annotations'], { mine: 'yes' });
  });

  it('tells its state: stale with the trouble, then live again; forbidden; missing without objects', async () => {
    let trouble: ClusterTrouble | undefined;
    const cluster = fakeCluster({
      list: () => {
        if (trouble !== undefined) throw trouble;
        return [{ items: [pod('a', 1)], resourceVersion: '5' }];
      },
      watch: async function* (_resource, _namespace, _version, options) {
        options?.opened?.();
        await until('trouble', () => trouble !== undefined || options?.signal?.aborted === true);
        yield* [];
        throw trouble ?? new ClusterTrouble('cancelled', '');
      },
    });
    mirror = openMirror(cluster, RESOURCES.pods, undefined, { pace: PACE, now: () => 7 });
    const phases: string[] = [];
    mirror.onChange(({ state }) => state && phases.push(mirror!.state.phase));
    const becomes = (phase: string) => until(phase, () => mirror?.state.phase === phase);
    await becomes('live');
    trouble = new ClusterTrouble('unreachable', 'nobody there');
    await becomes('stale');
    assert.deepEqual(names(mirror), ['a']);
    assert.ok(mirror.state.phase === 'stale' && mirror.state.trouble === trouble && mirror.state.retryAt > 7);
    trouble = undefined;
    await becomes('live');
    trouble = forbidden();
    await becomes('forbidden');
    assert.deepEqual(names(mirror), ['a'], 'what was last seen');
    trouble = undefined;
    await becomes('live');
    trouble = new ClusterTrouble('missing', 'no such resource');
    await becomes('missing');
    assert.deepEqual(names(mirror), []);
    await until('told', () => phases.at(-1) === 'missing');
  });

  it('does not list in a loop where every watch is too old at once', async () => {
    let lists = 0;
    const cluster = fakeCluster({
      list: () => {
        lists++;
        return [{ items: [], resourceVersion: '5' }];
      },
      // eslint-disable-next-line require-yield
      watch: async function* () {
        await Promise.resolve();
        throw new ClusterTrouble('expired', '410');
      },
    });
    mirror = openMirror(cluster, RESOURCES.pods, undefined, { pace: { ...PACE, first: 50, longest: 200 } });
    await new Promise((resolve) => setTimeout(resolve, 250));
    assert.ok(lists >= 2 && lists <= 12, `${lists} lists in 250 ms`);
  });

  it('gives way while it takes a large list in', async () => {
    const items = Array.from({ length: 20_000 }, (_, index) => pod(`p${index}`, index));
    const slowly = (object: ApiObject): ApiObject => {
      const end = performance.now() + 0.01;
      while (performance.now() < end);
      return object;
    };
    const cluster = fakeCluster({ list: () => [{ items, resourceVersion: '5' }] });
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    mirror = openMirror(cluster, RESOURCES.pods, undefined, { pace: PACE, keep: slowly });
    try {
      await until('live', () => mirror?.state.phase === 'live');
    } finally {
      clearInterval(timer);
    }
    assert.equal(mirror.objects.size, 20_000);
    // 200 ms of work in slices of 10 ms; the bound leaves room for a busy machine.
    assert.ok(longest < 100, `blocked for ${Math.round(longest)} ms`);
  });

  it('tells nothing after it was closed', async () => {
    const cluster = fakeCluster({ list: () => [{ items: [pod('a', 1)], resourceVersion: '5' }] });
    mirror = openMirror(cluster, RESOURCES.pods, undefined, { pace: PACE });
    let calls = 0;
    mirror.onChange(() => calls++);
    mirror.close();
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(calls, 0);
    assert.equal(mirror.state.phase, 'closed');
  });
});
