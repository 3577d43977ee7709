import assert from 'node:assert/strict';
import { statefulSet } from '../../../test/restart/still-cluster.ts';
import { object } from '../../../test/support/live.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { StoredObject } from '../store/stored-object.ts';
import { fencedOf, fencedRemarks } from './fenced.ts';

const of = (annotations: Readonly<Record<string, string>>, kind = 'StatefulSet'): string | undefined =>
  fencedOf({
    object: object(kind, 'postgres'),
    template: new StoredObject(RESOURCES.statefulSets, statefulSet({ annotations })),
  });

describe('a fence, as the inventory shows it', () => {
  it('is read from the workload, and said in words', () => {
    const pod = of({ 'plinth.dev/fenced': 'postgres-1' });
    assert.equal(pod, 'postgres-1');
    assert.match(fencedRemarks(pod).join(' '), /postgres-1 is fenced: it is kept away on purpose/u);
  });

  it('is none where nothing says so', () => {
    assert.equal(of({ 'plinth.dev/epoch': '4' }), undefined);
    assert.equal(of({ 'plinth.dev/fenced': 'postgres-1' }, 'Deployment'), undefined);
    assert.deepEqual(fencedRemarks(undefined), []);
  });
});
