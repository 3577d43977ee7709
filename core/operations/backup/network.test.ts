import assert from 'node:assert/strict';
import type { ApiObject } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { networkWarnings } from './network.ts';

const JOB = { 'app.kubernetes.io/managed-by': 'plinth', 'orders-client': 'true' };

function warnings(...specs: readonly object[]): Promise<string[]> {
  const items = specs.map((spec, index) => ({ metadata: { name: `policy-${index}` }, spec }) as unknown as ApiObject);
  // eslint-disable-next-line @typescript-eslint/require-await -- pages are asynchronous by their type
  const list = async function* () {
    yield { items, resourceVersion: '1' };
  };
  return networkWarnings({ list }, { namespace: 'shop', server: { app: 'orders' }, job: JOB });
}

const peers = (...from: readonly object[]) => ({
  podSelector: { matchLabels: { app: 'orders' } },
  ingress: [{ from }],
});

describe('NetworkPolicies between a Job and its server', () => {
  for (const [what, spec] of [
    ['selects other pods', { podSelector: { matchLabels: { app: 'other' } }, ingress: [] }],
    ['is about what goes out', { podSelector: {}, policyTypes: ['Egress'] }],
    ['lets everybody in', { podSelector: {}, ingress: [{ ports: [{ port: 5432 }] }] }],
    ['lets the Job’s labels in', peers({ podSelector: { matchLabels: { 'orders-client': 'true' } } })],
    ['lets all pods of the namespace in', peers({ podSelector: {} })],
  ] as const)
    it(`say nothing where one ${what}`, async () => {
      assert.deepEqual(await warnings(spec), []);
    });

  for (const [what, spec, wayOut] of [
    ['lets nobody in', { podSelector: {}, ingress: [] }, /lets no pod in by labels/u],
    [
      'lets other labels in',
      peers({ podSelector: { matchLabels: { role: 'client' } } }),
      /\{"role":"client"\}: say so by «podLabels»/u,
    ],
    [
      'lets the server’s own labels in, which no Job may have, and those of clients',
      peers({ podSelector: { matchLabels: { app: 'orders' } } }, { podSelector: { matchLabels: { role: 'client' } } }),
      /\{"role":"client"\}/u,
    ],
    ['lets other namespaces in', peers({ namespaceSelector: {}, podSelector: {} }), /lets no pod in by labels/u],
  ] as const)
    it(`warn with the way out where one ${what}`, async () => {
      const [warning = '', ...more] = await warnings(spec);
      assert.match(warning, /policy-0/u);
      assert.match(warning, wayOut);
      assert.deepEqual(more, []);
    });

  it('add up: one that lets the Job in is enough', async () => {
    assert.deepEqual(await warnings({ podSelector: {}, ingress: [] }, peers({ podSelector: {} })), []);
  });

  it('that cannot be read are said to be unknown', async () => {
    const list = () => {
      throw new ClusterTrouble('forbidden', 'no');
    };
    const found = await networkWarnings({ list }, { namespace: 'shop', server: {}, job: JOB });
    assert.match(found.join(), /not known/u);
  });
});
