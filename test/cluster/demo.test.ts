import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingSecrets, topologies } from './demo.ts';

const CONTAINER = `kind: Pod
spec:
  containers:
    - env:
        - { name: A, valueFrom: { secretKeyRef: { name: orders, key: password } } }
        - { name: B, valueFrom: { secretKeyRef: { name: orders, key: replication } } }
        - { name: C, valueFrom: { secretKeyRef: { name: brought, key: password } } }
`;

describe('the topologies to look at', () => {
  it('are the folders that hold manifests, each in a namespace of its own', async () => {
    const root = await mkdtemp(join(tmpdir(), 'plinth-demo-'));
    try {
      await writeFile(join(root, '.plinth.yaml'), '');
      for (const folder of ['redis', 'naive/redis-ordinal', 'naive/notes']) {
        await mkdir(join(root, folder), { recursive: true });
        await writeFile(join(root, folder, folder.endsWith('notes') ? '.plinth.yaml' : 'database.yaml'), '');
      }
      assert.deepEqual(
        (await topologies(root)).map(({ namespace }) => namespace),
        ['demo-naive-redis-ordinal', 'demo-redis'],
      );
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it('are given the Secrets that they want and do not bring along', () => {
    const secret = 'kind: Secret\nmetadata: { name: brought }\n';
    assert.deepEqual(
      missingSecrets([`${CONTAINER}---\n${secret}`, '']),
      new Map([['orders', new Set(['password', 'replication'])]]),
    );
  });

  it('have names that the API takes', async () => {
    const all = await topologies();
    assert.ok(all.length >= 5, 'examples/topologies has been emptied');
    for (const { namespace } of all) assert.match(namespace, /^[a-z0-9-]{1,63}$/);
  });
});
