import assert from 'node:assert/strict';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import { statefulSet } from '../../../test/restart/still-cluster.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { fencing } from '../../procedures/fence/change.ts';
import { FENCED, FENCE_NOTE, type FenceNote } from '../../procedures/fence/note.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { ObjectName } from '../../cluster/connection.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Refusal } from '../../runner/step.ts';
import { dataStep } from './data-step.ts';
import type { Rejoining } from './rejoining.ts';
import { releaseStep } from './release-step.ts';

const NOTE: FenceNote = {
  pod: 'postgres-2',
  way: 'scale',
  by: 'abcd2345',
  role: 'primary',
  uid: 'old',
  node: undefined,
  grace: 30,
  before: { replicas: 3, start: 0, updateStrategy: null },
};

const rejoining = {
  switching: {
    namespace: 'shop',
    container: 'postgres',
    engine: { facts: () => 'facts' } as unknown as SwitchingEngine,
    context: {},
    leader: 'postgres-2',
    candidate: 'postgres-1',
    others: ['postgres-0'],
  },
  engine: { kept: 'data.plinth-{id}' },
  fence: { namespace: 'shop', set: 'postgres', pod: 'postgres-2', way: 'scale', role: 'unknown' },
  claim: 'data-postgres-2',
} as unknown as Rejoining;

/** What a fence of the last member leaves: one less, with its note. */
const fencedSet = (): ReturnType<typeof statefulSet> => {
  assert.equal(fencing(fieldOf(statefulSet({}, { replicas: 3 })), NOTE).length, 2);
  const annotations = { [FENCED]: NOTE.pod, [FENCE_NOTE]: JSON.stringify(NOTE) };
  return statefulSet({ annotations }, { replicas: 2 });
};

/** A hand that sees this set, no pod of the member, and members that say this. */
function handOf(set: ReturnType<typeof statefulSet>, writable: Readonly<Record<string, string>>, facts = {}): Hand {
  const read = ({ resource }: ObjectName): Promise<unknown> =>
    resource.plural === 'statefulsets'
      ? Promise.resolve(set)
      : Promise.reject(new ClusterTrouble('missing', 'It is not there.'));
  const script = ({ pod }: { pod: string }): Promise<unknown> =>
    Promise.resolve({ exitCode: 0, stdout: `writable=${writable[pod] ?? 'no'}\n`, stderr: '' });
  return { see: { read }, script, facts, now: () => 0, signal: new AbortController().signal } as unknown as Hand;
}

const against = async (hand: Hand): Promise<readonly Refusal[]> =>
  (await dataStep(rejoining, 'abcd2345').preconditions?.(hand)) ?? [];
const ids = (refusals: readonly Refusal[]): string[] => refusals.map(({ id, kind }) => `${id} ${kind}`);

describe('the data of a member that is to follow again', () => {
  it('are changed while it is fenced, and one other member accepts writes', async () => {
    assert.deepEqual(await against(handOf(fencedSet(), { 'postgres-1': 'yes' })), []);
  });

  it('are not touched while its server may run (R15)', async () => {
    const found = await against(handOf(statefulSet({}, { replicas: 3 }), { 'postgres-1': 'yes' }));
    assert.deepEqual(ids(found), ['R15 never']);
  });

  it('are not touched once the primary leads no more (R2), or another one accepts writes, too (R3)', async () => {
    assert.deepEqual(ids(await against(handOf(fencedSet(), {}))), ['R2 mend']);
    const both = { 'postgres-0': 'yes', 'postgres-1': 'yes' };
    assert.deepEqual(ids(await against(handOf(fencedSet(), both))), ['R3 never']);
  });

  it('are taken for changed as soon as a Job on them was begun: who takes the operation back puts the old ones back', async () => {
    const { observe } = dataStep(rejoining, 'abcd2345');
    const seen = async (facts = {}): Promise<string> => (await observe(handOf(fencedSet(), {}, facts))).state;
    const made = { how: 'rewound', kept: '/data/pg.plinth-abcd2345' };
    assert.equal(await seen(), 'todo');
    assert.equal(await seen({ 'data-begun': true }), 'partial');
    assert.equal(await seen({ 'data-begun': true, made }), 'done');
  });

  it('do not start a server before they are a replica’s (R3)', async () => {
    const { preconditions, observe } = releaseStep(rejoining);
    const before = handOf(fencedSet(), {});
    assert.equal((await observe(before)).state, 'todo');
    assert.deepEqual(ids((await preconditions?.(before)) ?? []), ['R3 never']);
    const made = handOf(fencedSet(), {}, { made: { how: 'rewound', kept: '/data/pg.plinth-abcd2345' } });
    assert.deepEqual(await preconditions?.(made), []);
  });
});
