import assert from 'node:assert/strict';
import { pathOf } from './field-path.ts';

const BODY = {
  metadata: { name: 'orders', annotations: { 'shop.example/team': 'a' } },
  spec: {
    ports: [{ port: 80 }, { name: 'sql', port: 5432, protocol: 'TCP' }],
    template: { spec: { containers: [{ name: 'log' }, { name: 'app', image: 'x' }] } },
  },
};

describe('a field as the API names it', () => {
  for (const [text, path] of [
    ['spec.template.spec.containers[1].image', ['spec', 'template', 'spec', 'containers', 1, 'image']],
    ['.spec.template.spec.containers[name="app"].image', ['spec', 'template', 'spec', 'containers', 1, 'image']],
    ['spec.ports[port=5432,protocol="TCP"].name', ['spec', 'ports', 1, 'name']],
    ['spec.ports[port=80,protocol="TCP"]', ['spec', 'ports', 0]],
    ['metadata.annotations[shop.example/team]', ['metadata', 'annotations', 'shop.example/team']],
    ['metadata.annotations["shop.example/team"]', ['metadata', 'annotations', 'shop.example/team']],
  ] as const)
    it(`${text} is found`, () => {
      assert.deepEqual(pathOf(text, BODY), path);
    });

  it('leads as far as the object goes', () => {
    assert.deepEqual(pathOf('spec.template.spec.containers[1].resources.limits', BODY), [
      'spec',
      'template',
      'spec',
      'containers',
      1,
    ]);
    assert.deepEqual(pathOf('spec.template.spec.containers[7].image', BODY), [
      'spec',
      'template',
      'spec',
      'containers',
    ]);
    assert.deepEqual(pathOf('spec.ports[port=81]', BODY), ['spec', 'ports']);
  });

  it('is none where the object has nothing of it, or it cannot be read', () => {
    for (const text of ['status.replicas', '<nil>', '', '..', '[']) assert.equal(pathOf(text, BODY), undefined, text);
  });
});
