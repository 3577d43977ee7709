import assert from 'node:assert/strict';
import { only, seen, statefulSet } from '../../test/restart/still-cluster.ts';
import { FENCED, FENCE_NOTE, type FenceNote } from '../procedures/fence/note.ts';
import { journalObject } from '../runner/journal-text.ts';
import type { JournalRecord } from '../runner/journal-model.ts';
import { r15FencedMember } from './r15-fenced-member.ts';

const NOTE: FenceNote = {
  pod: 'postgres-1',
  way: 'gate',
  by: 'abcd2345',
  since: Date.UTC(2026, 10, 23, 9, 30),
  role: 'replica',
  uid: 'old',
  node: 'node-a',
  grace: 30,
  before: { replicas: 3, start: 0, updateStrategy: null },
};

const fenced = statefulSet({ annotations: { [FENCED]: NOTE.pod, [FENCE_NOTE]: JSON.stringify(NOTE) } });

const RECORD: JournalRecord = {
  schema: 1,
  id: 'abcd2345',
  operation: 'fence',
  database: { namespace: 'shop', kind: 'StatefulSet', name: 'postgres' },
  parameters: {},
  accepted: [],
  title: 'Fence postgres-1 of postgres',
  phase: 'done',
  by: 'zoe',
  started: Date.UTC(2026, 10, 23, 9, 29),
  epoch: 1,
  steps: [],
  facts: {},
  expected: { rpo: { seconds: 0, from: '' }, rto: { seconds: 0, from: '' } },
};

describe('R15, an operation on a set of which a member is fenced', () => {
  it('is refused, and says who fenced whom, since when, and how to lift it', async () => {
    const refusal = await only(r15FencedMember(seen([fenced, journalObject(RECORD)])));
    assert.deepEqual([refusal.id, refusal.kind], ['R15', 'mend']);
    assert.match(refusal.what, /^postgres-1 is fenced/u);
    assert.match(refusal.evidence, /operation abcd2345 at 2026-11-23T09:30:00.*by zoe/u);
    assert.match(refusal.wayOut, /plinth unfence postgres/u);
  });

  it('is refused where the journal of the fence is gone, or may not be read', async () => {
    for (const still of [{}, { forbidden: ['configmaps'] }]) {
      const refusal = await only(r15FencedMember(seen([fenced], {}, still)));
      assert.match(refusal.evidence, /^fenced by the operation abcd2345 at 2026-11-23T09:30:00.000Z$/u);
    }
  });

  it('is refused where nobody can tell how it was fenced', async () => {
    const refusal = await only(r15FencedMember(seen([statefulSet({ annotations: { [FENCED]: 'postgres-1' } })])));
    assert.match(refusal.what, /nobody can tell how/u);
  });

  it('is allowed where no member is fenced', async () => {
    assert.deepEqual(await r15FencedMember(seen([statefulSet()])), []);
    assert.deepEqual(await r15FencedMember(seen([statefulSet({ annotations: { 'plinth.dev/epoch': '3' } })])), []);
  });
});
