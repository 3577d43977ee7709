import assert from 'node:assert/strict';
import { readRequest } from './request.ts';

const facts = (method: string, url: string): Record<string, unknown> => {
  const { verb, group, resource, namespace, name, subresource } = readRequest(method, url);
  return Object.fromEntries(
    Object.entries({ verb, group, resource, namespace, name, subresource }).filter(([, value]) => value !== undefined),
  );
};

describe('a request to the API', () => {
  it('is a list, a watch or a get', () => {
    const pods = { group: '', resource: 'pods', namespace: 'shop' };
    assert.deepEqual(facts('GET', '/api/v1/namespaces/shop/pods?limit=500'), { verb: 'list', ...pods });
    assert.deepEqual(facts('GET', '/api/v1/namespaces/shop/pods?watch=true'), { verb: 'watch', ...pods });
    assert.deepEqual(facts('GET', '/api/v1/namespaces/shop/pods/a'), { verb: 'get', ...pods, name: 'a' });
  });

  it('is cluster-wide without a namespace, and may have a group', () => {
    const sets = { group: 'apps', resource: 'statefulsets' };
    assert.deepEqual(facts('GET', '/apis/apps/v1/statefulsets?watch=1'), { verb: 'watch', ...sets });
    assert.deepEqual(facts('PATCH', '/apis/apps/v1/namespaces/shop/statefulsets/orders/scale'), {
      verb: 'patch',
      ...sets,
      namespace: 'shop',
      name: 'orders',
      subresource: 'scale',
    });
  });

  it('is about a namespace itself, not about something in it', () => {
    assert.deepEqual(facts('DELETE', '/api/v1/namespaces/shop'), {
      verb: 'delete',
      group: '',
      resource: 'namespaces',
      name: 'shop',
    });
    assert.deepEqual(facts('PUT', '/api/v1/namespaces/shop/finalize'), {
      verb: 'update',
      group: '',
      resource: 'namespaces',
      name: 'shop',
      subresource: 'finalize',
    });
  });

  it('is an exec', () => {
    assert.deepEqual(facts('GET', '/api/v1/namespaces/shop/pods/a/exec?command=sh&stdout=true'), {
      verb: 'get',
      group: '',
      resource: 'pods',
      namespace: 'shop',
      name: 'a',
      subresource: 'exec',
    });
  });

  it('is about no resource', () => {
    assert.deepEqual(facts('GET', '/version'), { verb: 'get' });
    assert.deepEqual(facts('GET', '/apis/apps/v1'), { verb: 'get' });
    assert.deepEqual(facts('GET', '/apis'), { verb: 'get' });
  });
});
