import assert from 'node:assert/strict';
import { contextOf } from '../../../test/support/context.ts';
import { stillCluster } from '../../../test/restart/still-cluster.ts';
import type { Json } from '../../../engines/model/object.ts';
import type { Eyes } from '../../runner/hand.ts';
import { servicePort } from './service-port.ts';

const POD = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'orders-0', namespace: 'shop' },
  spec: {
    containers: [{ name: 'db', image: 'postgres:16', ports: [{ name: 'postgresql', containerPort: 5432 }] }],
  },
});

/** The port of a Service with this spec for a server on 5432. */
function portOf(spec: Readonly<Record<string, Json>>): Promise<number> {
  const object = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'orders', namespace: 'shop' }, spec };
  const see = stillCluster([object]) as Eyes;
  const { container } = contextOf(POD).context;
  return servicePort(
    { see, signal: new AbortController().signal },
    { namespace: 'shop', service: 'orders', container, port: 5432 },
  );
}

describe('the port of a Service that leads to the server', () => {
  it('is found by number, by name, and where the Service says no other', async () => {
    assert.equal(await portOf({ ports: [{ port: 9187 }, { port: 6432, targetPort: 5432 }] }), 6432);
    assert.equal(await portOf({ ports: [{ port: 9187 }, { port: 6433, targetPort: 'postgresql' }] }), 6433);
    assert.equal(await portOf({ ports: [{ port: 5432 }] }), 5432);
  });

  it('is the server’s own behind a headless Service, and where none says that it leads there', async () => {
    assert.equal(await portOf({ clusterIP: 'None', ports: [{ port: 6432, targetPort: 5432 }] }), 5432);
    assert.equal(await portOf({ ports: [{ port: 6432, targetPort: 'pooler' }] }), 5432);
  });
});
