import assert from 'node:assert/strict';
import { stillCluster } from '../../test/restart/still-cluster.ts';
import type { ApiObject, ObjectName, PatchOperation } from '../cluster/connection.ts';
import type { Hand } from '../runner/hand.ts';
import type { Facts } from '../runner/step.ts';
import { applyPatch } from 'rfc6902';
import { servicePausing, type Pausing } from './pausing.ts';

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'orders',
    namespace: 'shop',
    annotations: { 'argocd.argoproj.io/tracking-id': 'shop:/Service:shop/orders' },
    managedFields: [{ manager: 'argocd-controller', fieldsV1: { 'f:spec': { 'f:selector': {} } } }],
  },
} as unknown as ApiObject;
const application = (annotations?: object): ApiObject =>
  ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'shop', namespace: 'argocd', ...(annotations && { annotations }) },
    spec: { syncPolicy: { automated: {} } },
  }) as unknown as ApiObject;

const look = (objects: readonly ApiObject[], pause: boolean): Promise<Pausing> =>
  servicePausing(stillCluster(objects), 'shop', ['orders'], pause);

/** A hand that patches these objects themselves. */
function handOn(objects: readonly ApiObject[]): { hand: Hand; facts: Record<string, unknown> } {
  const facts: Record<string, unknown> = {};
  const see = stillCluster(objects);
  const patch = async (name: ObjectName, operations: readonly PatchOperation[]): Promise<ApiObject> => {
    const found = await see.read(name);
    const [error] = applyPatch(
      found,
      operations.map((one) => ({ ...one })),
    ).filter((one) => one !== null);
    if (error) throw error;
    return found;
  };
  const keep = (key: string, value: unknown): Promise<void> => {
    facts[key] = value;
    return Promise.resolve();
  };
  const hand = { see, facts: facts as Facts, keep, patch, signal: new AbortController().signal };
  return { hand: hand as unknown as Hand, facts };
}

const annotationsOf = (object: ApiObject): unknown => object.metadata['annotations'];

describe('GitOps that would open the door again', () => {
  it('is a refusal that offers to pause it', async () => {
    const { refusals, before } = await look([service, application()], false);
    assert.deepEqual(
      refusals.map(({ id, kind }) => [id, kind]),
      [['R18', 'mend']],
    );
    assert.match(refusals[0]?.wayOut ?? '', /pauseOwners.*kubectl annotate applications\.argoproj\.io shop/u);
    assert.deepEqual(before, []);
  });

  it('is paused where that is wished, and goes on at the end', async () => {
    const own = application();
    const { refusals, before, after } = await look([service, own], true);
    assert.deepEqual(refusals, []);
    const { hand } = handOn([own]);
    const [pause] = before;
    const [resume] = after;
    assert.ok(pause && resume?.always === true);
    assert.equal((await resume.observe(hand)).state, 'done', 'nothing was paused yet');
    assert.equal((await pause.observe(hand)).state, 'todo');
    await pause.act(hand);
    assert.deepEqual(annotationsOf(own), { 'argocd.argoproj.io/skip-reconcile': 'true' });
    assert.equal((await pause.observe(hand)).state, 'done');
    assert.equal((await resume.observe(hand)).state, 'todo');
    await resume.act(hand);
    assert.deepEqual(annotationsOf(own), {});
    assert.equal((await resume.observe(hand)).state, 'done');
  });

  it('is taken back alike, and comes back as it was', async () => {
    const own = application({ 'argocd.argoproj.io/skip-reconcile': 'false', team: 'a' });
    const [pause] = (await look([service, own], true)).before;
    const { hand } = handOn([own]);
    await pause?.act(hand);
    await pause?.undo?.act(hand);
    assert.deepEqual(annotationsOf(own), { 'argocd.argoproj.io/skip-reconcile': 'false', team: 'a' });
    assert.equal((await pause?.undo?.verify(hand))?.state, 'done');
  });

  it('stays paused where somebody else has paused it', async () => {
    const own = application({ 'argocd.argoproj.io/skip-reconcile': 'true' });
    const { refusals, after } = await look([service, own], true);
    assert.deepEqual(refusals, []);
    const { hand } = handOn([own]);
    for (const step of after) await step.act(hand);
    assert.deepEqual(annotationsOf(own), { 'argocd.argoproj.io/skip-reconcile': 'true' });
  });

  it('goes on also where the operation was taken up again after the pause', async () => {
    const own = application();
    const { hand } = handOn([own]);
    const [pause] = (await look([service, own], true)).before;
    await pause?.act(hand);
    const { after } = await look([service, own], true);
    for (const step of after) await step.act(hand);
    assert.deepEqual(annotationsOf(own), {});
  });

  it('is none where nobody owns the selector', async () => {
    const plain = { ...service, metadata: { name: 'orders', namespace: 'shop' } };
    assert.deepEqual(await look([plain], false), { refusals: [], warnings: [], before: [], after: [] });
  });
});
