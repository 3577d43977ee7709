import assert from 'node:assert/strict';
import { fieldPath } from './field-path.ts';

describe('the path of a field', () => {
  it('is written as people write it', () => {
    assert.equal(fieldPath([]), '');
    assert.equal(fieldPath(['spec', 'containers', 0, 'image']), 'spec.containers[0].image');
    assert.equal(fieldPath(['metadata', 'annotations', 'a.b/c']), 'metadata.annotations["a.b/c"]');
    assert.equal(fieldPath(['data', 'my"key']), 'data["my\\"key"]');
  });
});
