import assert from 'node:assert/strict';
import { readObject } from './read-object.ts';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'db', namespace: 'shop', annotations: { note: 'kept' } },
  spec: {
    containers: [{ name: 'db', image: 'mysql:8.4', volumeMounts: [{ name: 'data', mountPath: '/var/lib/mysql' }] }],
    volumes: [{ name: 'data', emptyDir: {} }],
  },
};

describe('a live object', () => {
  it('is read without bookkeeping and without the token that every pod gets', () => {
    const mount = { name: 'kube-api-access-x2x4z', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };
    const sources = [{ configMap: { name: 'kube-root-ca.crt' } }];
    const [container] = POD.spec.containers;
    assert.ok(container);
    const live = {
      ...POD,
      metadata: {
        ...POD.metadata,
        annotations: { note: 'kept', 'kubectl.kubernetes.io/last-applied-configuration': '{"data":"old"}' },
        managedFields: [{ manager: 'kubectl' }],
      },
      spec: {
        containers: [{ ...container, volumeMounts: [...container.volumeMounts, mount] }],
        volumes: [...POD.spec.volumes, { name: mount.name, projected: { sources } }],
      },
    };
    assert.deepEqual(readObject(live)?.body, POD);
  });

  it('keeps a token volume that its author has mounted elsewhere', () => {
    const mounts = [{ name: 'token', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }];
    const spec = { containers: [{ name: 'db', volumeMounts: mounts }], volumes: [{ name: 'token', projected: {} }] };
    assert.deepEqual(readObject({ ...POD, spec })?.body, { ...POD, spec });
  });

  it('of a Secret has the keys alone', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, data: { password: 'aHVudGVyMg==' } };
    assert.deepEqual(readObject(secret)?.body, { ...secret, data: { password: '' } });
  });

  it('is none without kind or name', () => {
    assert.equal(readObject({ kind: 'Pod', metadata: {} }), undefined);
    assert.equal(readObject({ metadata: { name: 'db' } }), undefined);
    assert.equal(readObject({ kind: 'Pod', metadata: { name: 'db' }, spec: 'none' })?.name, 'db');
  });
});
