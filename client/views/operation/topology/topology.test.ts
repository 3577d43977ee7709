import assert from 'node:assert/strict';
import type { JournalRecord, StepRecord } from '../../../../core/runner/journal-model.ts';
import { live, member, PLAN, PRIMARY, record, step } from '../../../../test/support/changing-roles.ts';
import { topologyOf } from './topology.ts';
import { doorWords, restWords, writersWords } from './words.ts';

/** A line for each member: name, role, writes, marks, whom it follows. */
const lines = (seen: Parameters<typeof topologyOf>[0]): readonly string[] => {
  const topology = topologyOf(seen);
  assert.ok(topology);
  return topology.members.map(({ name, role, writes, fenced, isToLead, follows }) =>
    [name, role, String(writes), fenced && 'fenced', isToLead && 'to lead', follows].filter(Boolean).join(' '),
  );
};

describe('who is what, in the picture of an operation', () => {
  it('shows before who leads and who is to, in the order of ordinals', () => {
    const seen = { plan: PLAN, record: undefined, live: live() };
    assert.deepEqual(lines(seen), [
      'orders-0 primary true',
      'orders-1 replica false to lead orders-0',
      'orders-10 replica false orders-0',
    ]);
    const topology = topologyOf(seen);
    assert.equal(topology?.when, 'before');
    assert.deepEqual(topology.doors, [
      { name: 'orders', leadsTo: ['orders-0'], closed: false, isToLeadTo: 'orders-1' },
    ]);
    assert.equal(writersWords(topology), 'orders-0 accepts writes');
  });

  it('goes along with the steps before the cluster is asked again', () => {
    const at = (...steps: StepRecord[]): Parameters<typeof topologyOf>[0] => ({
      plan: PLAN,
      record: record(steps),
      live: live([]),
    });
    const closed = [step('close-door', 'done'), step('fence', 'running')];
    assert.deepEqual(lines(at(...closed))[0], 'orders-0 primary true');
    assert.equal(doorWords(topologyOf(at(...closed))?.doors[0] ?? assert.fail()), 'closed: leads nowhere');
    const fenced = [step('close-door', 'done'), step('fence', 'done'), step('promote', 'running')];
    assert.deepEqual(lines(at(...fenced))[0], 'orders-0 primary false fenced');
    const nobody = topologyOf(at(...fenced));
    assert.equal(nobody && writersWords(nobody), 'nobody accepts writes; orders-0 is fenced');
    const promoted = [step('fence', 'done'), step('promote', 'done', 2_100)];
    assert.deepEqual(lines(at(...promoted)).slice(0, 2), ['orders-0 primary false fenced', 'orders-1 primary true']);
    const follows = [...promoted, step('follow-orders-0', 'done', 2_200), step('follow-orders-10', 'done', 2_300)];
    assert.deepEqual(lines(at(...follows)), [
      'orders-0 replica false orders-1',
      'orders-1 primary true',
      'orders-10 replica false orders-1',
    ]);
  });

  it('believes what a member said after the step more than the step', () => {
    const younger = { state: 'answered', by: 'engine', why: undefined, at: 9_000 } as const;
    const now = live(
      ['orders-0'],
      member('orders-0', { ...PRIMARY, asked: younger }),
      member('orders-1', { asked: younger }),
    );
    const steps = [step('fence', 'done'), step('promote', 'done')];
    assert.deepEqual(lines({ plan: PLAN, record: record(steps), live: now }), [
      'orders-0 primary true',
      'orders-1 replica false to lead orders-0',
    ]);
    // What could not be asked says nothing, however late.
    const failed = { ...younger, state: 'failed' } as const;
    const silent = live([], member('orders-0', { ...PRIMARY, asked: failed, ready: false, trouble: 'Terminating' }));
    assert.deepEqual(lines({ plan: PLAN, record: record(steps), live: silent }), [
      'orders-0 primary false fenced',
      'orders-1 primary true',
    ]);
  });

  it('takes back what the steps have taken back', () => {
    const steps = [step('close-door', 'undone', 2_300), step('fence', 'undone', 2_200), step('promote', 'waiting')];
    const seen = { plan: PLAN, record: record(steps, { phase: 'rolled-back' }), live: live(undefined) };
    assert.equal(lines(seen)[0], 'orders-0 primary true');
    assert.equal(lines(seen)[1], 'orders-1 replica false orders-0', 'nobody is to lead any more');
    assert.deepEqual(topologyOf(seen)?.doors[0]?.leadsTo, ['orders-0']);
  });

  it('is told by the journal alone where neither plan nor cluster is seen', () => {
    const facts = { leader: 'orders-0', candidate: 'orders-1', others: ['orders-2', 7], door: ['orders'] };
    const steps = [step('fence-orders-0', 'done'), step('promote', 'done'), step('open-door', 'skipped')];
    const seen = { plan: undefined, record: record(steps, { operation: 'failover', facts }), live: undefined };
    assert.deepEqual(lines(seen), [
      'orders-0 unknown false fenced',
      'orders-1 primary true',
      'orders-2 unknown undefined',
    ]);
    assert.deepEqual(topologyOf(seen)?.doors[0]?.leadsTo, ['orders-1']);
    const strange = { leader: 1, candidate: {}, others: 'x', door: 5 };
    assert.equal(
      topologyOf({ ...seen, record: record([], { facts: strange as unknown as JournalRecord['facts'] }) }),
      undefined,
    );
  });

  it('marks the member that a fence keeps away, and says what is wrong with pods', () => {
    const plan = { ...PLAN, operation: 'fence' } as const;
    const seen = { plan, record: undefined, live: { ...live(['orders-0']), fenced: 'orders-2' } };
    assert.ok(lines(seen).includes('orders-2 unknown false fenced'));
    const topology = topologyOf(seen);
    assert.equal(topology?.members.find(({ name }) => name === 'orders-2')?.trouble, 'no pod');
    const ill = live([], member('orders-0', { ready: false }), member('orders-1', { phase: 'Pending', ready: false }));
    assert.deepEqual(
      topologyOf({ plan: PLAN, record: undefined, live: ill })?.members.map((one) => restWords(one)),
      ['not ready · lag 0 B', 'pending · follows orders-0 · lag 0 B'],
    );
  });

  it('says that a member is to be fenced, and believes in its end only once its pod has ended', () => {
    const { roles, ...others } = PLAN;
    assert.ok(roles, 'a fence changes none');
    const plan = { ...others, operation: 'fence', parameters: { member: 'orders-0' } } as const;
    const before = topologyOf({ plan, record: undefined, live: live() })?.members[0];
    assert.deepEqual([before?.isToGo, before?.fenced, before?.writes], [true, false, true]);
    const going = record([step('fence-orders-0', 'running')], { operation: 'fence' });
    const ending = { ...live(), fenced: 'orders-0' };
    assert.equal(lines({ plan, record: going, live: ending })[0], 'orders-0 primary true fenced');
    const held = {
      ...live([], member('orders-0', { ...PRIMARY, phase: 'Pending', ready: false })),
      fenced: 'orders-0',
    };
    assert.equal(lines({ plan, record: going, live: held })[0], 'orders-0 primary false fenced');
  });

  it('does not know whether one that does not answer any more accepts writes', () => {
    const asked = { state: 'failed', by: 'engine', why: 'no answer', at: 1_000 } as const;
    const frozen = live(['orders-0'], member('orders-0', { ...PRIMARY, asked }), member('orders-1'));
    const plan = { ...PLAN, operation: 'failover' } as const;
    const topology = topologyOf({ plan, record: undefined, live: frozen });
    assert.ok(topology);
    assert.deepEqual(
      topology.members.map(({ writes, trouble, isToGo }) => [writes, trouble, isToGo]),
      [
        [undefined, 'does not answer', true],
        [false, undefined, false],
      ],
    );
    assert.equal(writersWords(topology), 'who accepts writes is not known');
  });

  it('follows a member that names a Service to whom that leads', () => {
    const by = member('orders-1', { upstream: 'orders:5432' });
    const seen = { plan: PLAN, record: undefined, live: live(['orders-0'], member('orders-0', PRIMARY), by) };
    assert.equal(lines(seen)[1], 'orders-1 replica false to lead orders-0');
  });

  it('is not shown where roles are not what it is about', () => {
    assert.equal(topologyOf({ plan: { ...PLAN, operation: 'backup' }, record: undefined, live: live() }), undefined);
    assert.equal(topologyOf({ plan: undefined, record: undefined, live: live() }), undefined);
  });
});
