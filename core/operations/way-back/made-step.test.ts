import assert from 'node:assert/strict';
import { parsed, stillCluster } from '../../../test/restart/still-cluster.ts';
import type { ApiObject, Connection, ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import { madeStep } from './made-step.ts';

const ID = 'abcd2345';
const named = (kind: string, apiVersion: string, name: string, operation = ID): string => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}, namespace: shop, uid: ${name}, labels: { plinth.dev/operation: ${operation} } }`;

const step = madeStep(
  { namespace: 'shop', kinds: [RESOURCES.jobs, RESOURCES.claims], secrets: ['plinth-login-abcd2345', 'theirs'] },
  ID,
);
const { undo } = step;
assert.ok(undo);

/** A hand over objects that go as they are removed; what it does is written down. */
function handOver(text: string, keep: () => Promise<void> = () => Promise.resolve()) {
  const objects: ApiObject[] = parsed(text);
  const done: string[] = [];
  const still = stillCluster(objects) as Connection;
  // A server selects by labels; the still cluster does not.
  const list: Connection['list'] = async function* (resource, namespace, { labelSelector } = {}) {
    const [key = '', value] = labelSelector?.split('=') ?? [];
    for await (const page of still.list(resource, namespace)) {
      const items = page.items.filter(
        ({ metadata }) => (metadata['labels'] as Record<string, string> | undefined)?.[key] === value,
      );
      yield { ...page, items };
    }
  };
  const hand = {
    see: { ...still, list },
    id: ID,
    namespace: 'shop',
    signal: new AbortController().signal,
    facts: {},
    tell: () => undefined,
    sleep: () => Promise.resolve(),
    keep: (key: string) => {
      done.push(`keep ${key}`);
      return keep();
    },
    remove: ({ name }: ObjectName) => {
      done.push(`remove ${name}`);
      objects.splice(
        objects.findIndex(({ metadata }) => metadata.name === name),
        1,
      );
      return Promise.resolve();
    },
  };
  return { hand: hand as unknown as Hand, done };
}

const ALL = [
  named('PersistentVolumeClaim', 'v1', 'data-copy-0'),
  named('PersistentVolumeClaim', 'v1', 'data-orders-0', 'another1'),
  named('Job', 'batch/v1', 'plinth-restore-abcd2345'),
  named('Secret', 'v1', 'plinth-login-abcd2345'),
  named('Secret', 'v1', 'theirs', 'another1'),
].join('\n---');

describe('what an operation has made', () => {
  it('goes in order, and nothing else; what it may have written is kept as unknown before', async () => {
    const { hand, done } = handOver(ALL);
    assert.equal((await step.observe(hand)).state, 'partial');
    await undo.act(hand);
    assert.deepEqual(done, [
      'keep touched',
      'remove plinth-restore-abcd2345',
      'remove data-copy-0',
      'remove plinth-login-abcd2345',
    ]);
    assert.deepEqual(await undo.verify(hand), { state: 'done', evidence: 'Nothing of it is left.' });
    assert.equal((await step.observe(hand)).state, 'todo');
  });

  it('goes also where the journal cannot be written', async () => {
    const { hand, done } = handOver(ALL, () => Promise.reject(new ClusterTrouble('forbidden', 'You may not.')));
    await undo.act(hand);
    assert.equal(done.length, 4);
  });

  it('is not gone while something of it is there, and there is no way forward', async () => {
    const { hand } = handOver(ALL);
    const seen = await undo.verify(hand);
    assert.equal(seen.state, 'todo');
    assert.match(seen.evidence, /Job plinth-restore-abcd2345, PersistentVolumeClaim data-copy-0, Secret plinth-login/u);
    await assert.rejects(step.act(hand), /no way forward/u);
  });

  it('wants no right on Secrets but on those by name', () => {
    const onSecrets = step.needs.filter(({ resource }) => resource === RESOURCES.secrets);
    assert.deepEqual(
      onSecrets.map(({ verb, name }) => `${verb} ${name ?? '*'}`),
      ['get plinth-login-abcd2345', 'delete plinth-login-abcd2345', 'get theirs', 'delete theirs'],
    );
  });
});
