import assert from 'node:assert/strict';
import { World } from '../../../test/model/fake/index.ts';
import { object } from '../../../test/support/live.ts';
import type { ApiObject } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { LiveService } from '../../inventory/model.ts';
import type { Hand } from '../../runner/hand.ts';
import { readWiring, type Wiring } from './wiring.ts';
import { wiringStep } from './wiring-step.ts';

const service = (name: string, purpose: LiveService['purpose'] = 'write'): LiveService => ({
  service: object('Service', name),
  purpose,
  ports: [5432],
  leadsTo: undefined,
});

/** Two pods, of which the first leads, and Services with these selectors. */
function world(selectors: Readonly<Record<string, object | undefined>>, roles = true): World {
  const made = new World();
  for (const [name, selector] of Object.entries(selectors))
    made.put(RESOURCES.services, 'shop', { kind: 'Service', metadata: { name }, spec: { selector } });
  for (const [name, role] of [
    ['orders-0', 'primary'],
    ['orders-1', 'replica'],
  ] as const)
    made.put(RESOURCES.pods, 'shop', {
      kind: 'Pod',
      metadata: {
        name,
        labels: { app: 'orders', 'statefulset.kubernetes.io/pod-name': name, ...(roles ? { 'shop/role': role } : {}) },
      },
      spec: { containers: [] },
    });
  return made;
}

const read = (made: World, services: readonly LiveService[]): Promise<Wiring> =>
  made.time.during(
    readWiring(made.process({ name: 'planner' }).connection, 'shop', services, ['orders-0', 'orders-1']),
  );

describe('what tells the primary to its Services', () => {
  it('is a label of the pods, which the others have with another value', async () => {
    const made = world({ orders: { app: 'orders', 'shop/role': 'primary' } });
    assert.deepEqual(await read(made, [service('orders')]), {
      labels: [{ key: 'shop/role', primary: 'primary', replica: 'replica' }],
      selectors: [],
      unknown: [],
    });
  });

  it('is the pod that a Service names', async () => {
    const made = world({ orders: { 'statefulset.kubernetes.io/pod-name': 'orders-0' } });
    assert.deepEqual(await read(made, [service('orders')]), { labels: [], selectors: ['orders'], unknown: [] });
  });

  it('is nothing where a Service leads to all, and somebody else’s where it has no selector', async () => {
    const made = world({ all: { app: 'orders' }, own: undefined, reads: { 'shop/role': 'replica' } });
    const wiring = await read(made, [service('all'), service('own'), service('reads', 'read')]);
    assert.deepEqual(wiring, { labels: [], selectors: [], unknown: ['own'] });
  });
});

describe('the write Services that are turned', () => {
  const LABELS: Wiring = {
    labels: [{ key: 'shop/role', primary: 'primary', replica: undefined }],
    selectors: [],
    unknown: [],
  };
  const step = wiringStep({ namespace: 'shop', wiring: LABELS, from: 'orders-0', to: 'orders-1', deadline: 60 });

  /** Pods by name, with their labels; those in `going` are gone as soon as they are changed. */
  function hand(pods: Record<string, Record<string, string>>, going: readonly string[] = []): Hand {
    return {
      signal: new AbortController().signal,
      see: {
        list: async function* (_: unknown, __: unknown, { fieldSelector = '' }: { fieldSelector?: string }) {
          const name = fieldSelector.replace('metadata.name=', '');
          const labels = pods[name];
          yield { items: labels === undefined ? [] : [{ metadata: { name, labels } }] };
          await Promise.resolve();
        },
      },
      patch: ({ name }: { name: string }, operations: readonly { op: string; path: string; value?: string }[]) => {
        if (going.includes(name)) {
          Reflect.deleteProperty(pods, name);
          return Promise.reject(new ClusterTrouble('missing', `${name} is not there`, { status: 404 }));
        }
        for (const { op, path, value = '' } of operations) {
          const key = path.replace('/metadata/labels/', '').replace('~1', '/');
          if (op === 'remove') Reflect.deleteProperty(pods[name] ?? {}, key);
          else pods[name] = { ...pods[name], [key]: value };
        }
        return Promise.resolve({} as ApiObject);
      },
    } as unknown as Hand;
  }

  it('take the label from one before the other gets it, and back', async () => {
    const pods: Record<string, Record<string, string>> = { 'orders-0': { 'shop/role': 'primary' }, 'orders-1': {} };
    const here = hand(pods);
    assert.equal((await step.observe(here)).state, 'todo');
    await step.act(here);
    assert.deepEqual(pods, { 'orders-0': {}, 'orders-1': { 'shop/role': 'primary' } });
    assert.equal((await step.observe(here)).state, 'done');
    await step.undo?.act(here);
    assert.deepEqual(pods, { 'orders-0': { 'shop/role': 'primary' }, 'orders-1': {} });
  });

  it('are turned where the old primary’s pod is replaced in between by one without the label', async () => {
    const pods: Record<string, Record<string, string>> = { 'orders-0': { 'shop/role': 'primary' }, 'orders-1': {} };
    const here = hand(pods);
    let replaced = false;
    const patch: Hand['patch'] = (name, operations) => {
      if (replaced) return here.patch(name, operations);
      replaced = true;
      pods['orders-0'] = {};
      return Promise.reject(new ClusterTrouble('invalid', 'the path is not there', { status: 422 }));
    };
    await step.act({ ...here, patch });
    assert.deepEqual(pods, { 'orders-0': {}, 'orders-1': { 'shop/role': 'primary' } });
  });

  it('need no pod of the old primary: it is being made anew, and goes away in between', async () => {
    const pods: Record<string, Record<string, string>> = { 'orders-0': { 'shop/role': 'primary' }, 'orders-1': {} };
    const here = hand(pods, ['orders-0']);
    await step.act(here);
    assert.deepEqual(pods, { 'orders-1': { 'shop/role': 'primary' } });
    assert.equal((await step.observe(here)).state, 'done');
  });

  /** The old primary's labeller, which believes in the old role and puts the label back so many times. */
  function putBack(times: number): { readonly here: Hand; readonly pods: Record<string, Record<string, string>> } {
    const pods: Record<string, Record<string, string>> = { 'orders-0': { 'shop/role': 'primary' }, 'orders-1': {} };
    const here = hand(pods);
    let left = times;
    const patch: Hand['patch'] = async (name, operations) => {
      const answer = await here.patch(name, operations);
      if (name.name === 'orders-0' && left-- > 0) pods['orders-0'] = { 'shop/role': 'primary' };
      return answer;
    };
    return { here: { ...here, patch, sleep: () => Promise.resolve() }, pods };
  }
  const behind = wiringStep({
    namespace: 'shop',
    wiring: LABELS,
    from: 'orders-0',
    to: 'orders-1',
    deadline: 60,
    madeSureLater: true,
  });

  it('are turned again behind a closed door where somebody puts the old label back', async () => {
    const { here, pods } = putBack(1);
    await behind.act(here);
    assert.equal(pods['orders-0']?.['shop/role'], 'primary');
    assert.deepEqual(await behind.verify?.(here), { state: 'done', evidence: 'The Services mean orders-1.' });
    assert.deepEqual(pods, { 'orders-0': {}, 'orders-1': { 'shop/role': 'primary' } });
  });

  it('count as turned behind a closed door where it is put back each time, and as not turned where nobody makes sure later', async () => {
    const { here } = putBack(Infinity);
    await behind.act(here);
    const found = await behind.verify?.(here);
    assert.equal(found?.state, 'done');
    assert.match(found.evidence, /orders-0 is labelled shop\/role=primary\. Somebody puts it back/u);
    assert.equal((await step.verify?.(putBack(Infinity).here))?.state, 'todo');
    const open = putBack(Infinity);
    await step.act(open.here);
    assert.equal((await step.verify?.(open.here))?.state, 'partial');
  });
});
