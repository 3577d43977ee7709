import assert from 'node:assert/strict';
import { statefulSet } from '../../../test/restart/still-cluster.ts';
import { fieldOf } from '../jobs/pod-words.ts';
import { fencing, GATE, lifting, without } from './change.ts';
import type { FenceNote } from './note.ts';

const note = (pod: string, way: FenceNote['way']): FenceNote => ({
  pod,
  way,
  by: 'abcd2345',
  role: 'unknown',
  uid: 'old',
  node: 'node-a',
  grace: 30,
  before: { replicas: 3, start: 0, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } },
});

const gatedBy = (...names: readonly string[]): ReturnType<typeof fieldOf> =>
  fieldOf(
    statefulSet(
      {},
      {
        updateStrategy: { type: 'OnDelete' },
        template: { spec: { schedulingGates: names.map((name) => ({ name })) } },
      },
    ),
  );

describe('the change of a set that fences a member', () => {
  it('takes the last one away by its number, the first one by its ordinals', () => {
    assert.deepEqual(without('postgres-2', { replicas: 3, start: 0 }), { replicas: 2, start: 0 });
    assert.deepEqual(without('postgres-0', { replicas: 3, start: 0 }), { replicas: 2, start: 1 });
    assert.deepEqual(without('postgres-5', { replicas: 3, start: 5 }), { replicas: 2, start: 6 });
    assert.equal(without('postgres-1', { replicas: 3, start: 0 }), undefined);
    assert.equal(without('postgres-0', { replicas: 1, start: 0 }), undefined, 'the only one');
  });

  it('is one patch for the number and the ordinals, and tests what it found', () => {
    assert.deepEqual(fencing(fieldOf(statefulSet()), note('postgres-0', 'scale')), [
      { op: 'test', path: '/spec/replicas', value: 3 },
      { op: 'add', path: '/spec/ordinals', value: { start: 1 } },
      { op: 'replace', path: '/spec/replicas', value: 2 },
    ]);
    assert.throws(() => fencing(fieldOf(statefulSet()), note('postgres-1', 'scale')), /neither the first/u);
  });

  it('leaves gates of others where they are, both ways', () => {
    const [, gate] = fencing(gatedBy('example.com/ours'), note('postgres-1', 'gate'));
    assert.deepEqual(gate, { op: 'add', path: '/spec/template/spec/schedulingGates/-', value: { name: GATE } });
    const back = lifting(gatedBy('example.com/ours', GATE), note('postgres-1', 'gate'));
    assert.deepEqual(back.slice(0, 2), [
      { op: 'test', path: '/spec/template/spec/schedulingGates/1/name', value: GATE },
      { op: 'remove', path: '/spec/template/spec/schedulingGates/1' },
    ]);
  });

  it('is taken back to the very strategy of before, and no empty list of gates stays', () => {
    assert.deepEqual(lifting(gatedBy(GATE), note('postgres-1', 'gate')).slice(1), [
      { op: 'remove', path: '/spec/template/spec/schedulingGates' },
      {
        op: 'replace',
        path: '/spec/updateStrategy',
        value: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
      },
    ]);
  });

  it('leaves no ordinals behind where there were none, and keeps a start of 0 that was written', () => {
    const first = note('postgres-0', 'scale');
    const fenced = fieldOf(statefulSet({}, { replicas: 2, ordinals: { start: 1 } }));
    const ordinals = (one: FenceNote): unknown => lifting(fenced, one).find(({ path }) => path === '/spec/ordinals');
    assert.deepEqual(ordinals(first), { op: 'remove', path: '/spec/ordinals' });
    const written = { ...first, before: { ...first.before, ordinals: true } };
    assert.deepEqual(ordinals(written), { op: 'add', path: '/spec/ordinals', value: { start: 0 } });
  });

  it('is not taken back over what somebody else has scaled since', () => {
    const one = note('postgres-2', 'scale');
    assert.throws(() => lifting(fieldOf(statefulSet({}, { replicas: 1 })), one), /Somebody else/u);
    assert.deepEqual(lifting(fieldOf(statefulSet({}, { replicas: 3 })), one), []);
  });
});
