import assert from 'node:assert/strict';
import type { FailingOverEngine } from '../../../engines/model/failing-over.ts';
import type { RestFacts } from '../../../engines/model/stopping.ts';
import type { SwitchingEngine } from '../../../engines/model/switching.ts';
import type { ObjectName } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { FENCED, FENCE_NOTE, type FenceNote } from '../../procedures/fence/note.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Refusal } from '../../runner/step.ts';
import type { Switching } from '../switchover/switching.ts';
import type { FailingOver } from './failing-over.ts';
import { LOSS, type Loss } from './loss.ts';
import { promoteStep } from './promote-step.ts';

const NOTE: FenceNote = {
  pod: 'orders-0',
  way: 'scale',
  by: 'abc',
  role: 'unknown',
  uid: 'uid-0',
  node: 'n1',
  grace: 30,
  before: { replicas: 3, start: 0, updateStrategy: null },
};

const number = (text: string | undefined): number => Number(text ?? NaN);

const engine = {
  cannotLead: (candidate: RestFacts, others: readonly RestFacts[]) =>
    others.every(({ identity }) => identity === candidate['identity'])
      ? []
      : [{ id: 'R4', what: '{member} is of another database.', evidence: 'identity', wayOut: 'None.' }],
  ahead: (one: RestFacts, other: RestFacts) => number(one['position']) - number(other['position']),
  unapplied: ({ position, replayed }: RestFacts) => (position === replayed ? undefined : 'some is not replayed'),
} as unknown as FailingOverEngine;

const over = {
  switching: {
    namespace: 'shop',
    container: 'postgres',
    engine: { facts: () => 'facts', promote: () => 'promote' } as unknown as SwitchingEngine,
    context: {},
    leader: 'orders-0',
    candidate: 'orders-1',
    others: ['orders-2'],
  } as unknown as Switching,
  engine,
  context: {},
  fence: { namespace: 'shop', set: 'orders', pod: 'orders-0', way: 'scale', role: 'unknown' },
  silent: [],
} as unknown as FailingOver;

const STANDBY = { writable: 'no', identity: '1', position: '7', replayed: '7' };

interface World {
  readonly isFenced?: boolean;
  readonly candidate?: RestFacts | undefined;
  readonly other?: RestFacts | undefined;
  readonly loss?: Loss;
  readonly maxLoss?: number;
}

/** What keeps the candidate from being promoted. */
async function against(world: World): Promise<readonly Refusal[]> {
  const { isFenced = true, candidate = STANDBY, other = STANDBY, loss = { transactions: 0 }, maxLoss = 0 } = world;
  const annotations = isFenced ? { [FENCED]: NOTE.pod, [FENCE_NOTE]: JSON.stringify(NOTE) } : {};
  const members: Readonly<Record<string, RestFacts>> = { 'orders-1': candidate, 'orders-2': other };
  const read = ({ resource: { kind }, name }: ObjectName) => {
    if (kind === 'StatefulSet')
      return Promise.resolve({
        metadata: { name, annotations },
        spec: isFenced ? { replicas: 2, ordinals: { start: 1 } } : { replicas: 3 },
      });
    if (kind === 'Node')
      return Promise.resolve({ metadata: { name }, status: { conditions: [{ type: 'Ready', status: 'True' }] } });
    return Promise.reject(new ClusterTrouble('missing', 'gone'));
  };
  const hand = {
    facts: { [LOSS]: { fenced: NOTE.uid, ...loss } },
    signal: new AbortController().signal,
    now: () => 0,
    see: { read, get: () => Promise.resolve('{"kind":"PodList","items":null}') },
    script: ({ pod }: { pod: string }) =>
      Promise.resolve({
        exitCode: 0,
        stdout: Object.entries(members[pod] ?? {})
          .map(([key, value]) => `${key}=${value}\n`)
          .join(''),
        stderr: '',
      }),
  } as unknown as Hand;
  return (await promoteStep(over, maxLoss).preconditions?.(hand)) ?? [];
}

const ids = async (world: World): Promise<string[]> => (await against(world)).map(({ id }) => id);

describe('the promotion of a failover', () => {
  it('is allowed behind a proven fence, where nobody has more, all is applied, and nothing is lost', async () => {
    assert.deepEqual(await against({}), []);
  });

  it('is refused while the old primary is not fenced (R2)', async () => {
    assert.deepEqual(await ids({ isFenced: false }), ['R2']);
  });

  it('is refused where another member may accept writes (R3)', async () => {
    assert.deepEqual(await ids({ other: { ...STANDBY, writable: 'yes' } }), ['R3']);
    assert.deepEqual(await ids({ other: { identity: '1', position: '7' } }), ['R3'], 'what is not said is not no');
  });

  it('is refused where the standbys are not of one database (R4)', async () => {
    assert.deepEqual(await ids({ other: { ...STANDBY, identity: '2' } }), ['R4']);
  });

  it('is refused where another one has received more, or has since (R11)', async () => {
    assert.deepEqual(await ids({ other: { ...STANDBY, position: '9', replayed: '9' } }), ['R11']);
    assert.deepEqual(await ids({ other: { ...STANDBY, position: '6', replayed: '6' } }), []);
  });

  it('is refused while it has not applied all that it received (R11)', async () => {
    assert.deepEqual(await ids({ candidate: { ...STANDBY, replayed: '5' } }), ['R11']);
  });

  it('is refused where more is lost than was accepted, or nobody can tell (R24)', async () => {
    const [refusal] = await against({ loss: { transactions: 3, last: '2026-11-23 10:43:12 UTC' } });
    assert.deepEqual([refusal?.id, refusal?.kind], ['R24', 'typed']);
    assert.match(refusal?.evidence ?? '', /orders-1 lacks 3 transactions \(the last of 2026-11-23 10:43:12 UTC\)/u);
    assert.deepEqual(await ids({ loss: { transactions: 3 }, maxLoss: 3 }), []);
    assert.deepEqual(await ids({ loss: { why: 'its image has no mysqlbinlog' }, maxLoss: 99 }), ['R24']);
  });

  it('is refused where the loss was read behind an earlier fence: the old primary was back since (R24)', async () => {
    assert.deepEqual(await ids({ loss: { transactions: 0, fenced: 'uid-before' }, maxLoss: 99 }), ['R24']);
    assert.deepEqual(await ids({ loss: { transactions: 0, fenced: NOTE.uid } }), []);
  });
});
