import assert from 'node:assert/strict';
import type { Connection } from '../../core/cluster/connection.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { describePlan } from '../../core/runner/document.ts';
import type { JournalRecord } from '../../core/runner/journal-model.ts';
import type { ListedOperation } from '../../core/runner/list.ts';
import type { Operation, Plan } from '../../core/runner/plan.ts';
import type { Protection } from '../preferences/context-rules.ts';
import type { OperationSeen } from '../views/operation/seen.ts';
import type { OperationsCore } from './core.ts';
import { leftBehind } from './left-behind.ts';
import { newId, OperationSession } from './operation-session.ts';
import { copiedText } from './texts.ts';

const DATABASE = { namespace: 'shop', kind: 'StatefulSet', name: 'orders' };

const PLAN: Plan = {
  operation: 'stop',
  database: DATABASE,
  parameters: {},
  title: 'Stop orders',
  outcome: '',
  danger: 'typed',
  steps: [
    {
      id: 'scale',
      title: 'Scale',
      commands: ['kubectl scale', 'kubectl wait'],
      needs: [],
      removesWrites: false,
      observe: () => Promise.resolve({ state: 'todo', evidence: '' }),
      act: () => Promise.resolve(),
      pointOfNoReturn: true,
    },
  ],
  refusals: [],
  warnings: [],
  rpo: { seconds: 0, from: '' },
  rto: { seconds: 0, from: '' },
  estimate: undefined,
};

const RECORD: JournalRecord = {
  schema: 1,
  id: 'k3v9x2ab',
  operation: 'stop',
  database: DATABASE,
  parameters: {},
  accepted: [],
  title: 'Stop orders',
  phase: 'running',
  by: 'anna',
  started: 1,
  epoch: 1,
  steps: [],
  facts: { replicas: 3 },
  expected: { rpo: PLAN.rpo, rto: PLAN.rto },
};

/** A core that writes down what it is asked. */
function bench(options: { protection?: Protection; run?: OperationsCore['run']; plan?: Operation['plan'] } = {}) {
  const asked: string[] = [];
  const never = (): never => {
    throw new Error('nobody asks for this here');
  };
  const core: OperationsCore = {
    operations: [
      {
        id: 'stop',
        title: 'Stop',
        plan:
          options.plan ??
          (({ id, facts }) => {
            asked.push(`plan ${id.length} ${JSON.stringify(facts)}`);
            return Promise.resolve(PLAN);
          }),
      },
    ],
    describe: describePlan,
    markdown: never,
    run:
      options.run ??
      (({ id, by, onEvent }) => {
        asked.push(`run by ${by}`);
        onEvent({ type: 'phase', record: { ...RECORD, id } });
        return Promise.resolve({ ...RECORD, id, phase: 'done', ended: 2 });
      }),
    resume: ({ direction, record }) => {
      asked.push(`resume ${direction} ${record.id}`);
      return Promise.resolve({ ...record, phase: direction === 'forward' ? 'done' : 'rolled-back', ended: 2 });
    },
    cancel: (_connection, record, point) => {
      asked.push(`cancel ${record.id} before ${point ?? '?'}`);
      return Promise.resolve({ ...record, wish: 'cancel' });
    },
    list: never,
    destinations: never,
    // eslint-disable-next-line @typescript-eslint/require-await
    watch: async function* () {
      yield { operations: [], unreadable: [] };
    },
  };
  const place = {
    core: () => core,
    database: DATABASE,
    context: () => ({ name: 'prod', label: undefined, protection: options.protection ?? ('none' as const) }),
    connection: () => ({}) as Connection,
    live: () => ({}) as LiveDatabase,
    by: 'anna',
    holder: 'here-1',
  };
  return { asked, place };
}

describe('an operation in the editor', () => {
  it('is planned, runs once its name is typed, and tells how it goes', async () => {
    const { asked, place } = bench();
    const session = OperationSession.begin(place, 'stop', {});
    const told: OperationSeen[] = [];
    session.onChange((seen) => told.push(seen));
    await session.plan();
    assert.equal(session.seen.plan?.title, 'Stop orders');
    await session.run({ name: 'order', accepted: [] });
    assert.match(session.seen.problem ?? '', /Type «orders»/u);
    await session.run({ name: 'orders', accepted: [] });
    assert.deepEqual(asked, ['plan 8 {}', 'run by anna']);
    assert.ok(told.some(({ runner, record }) => runner === 'here' && record?.phase === 'running'));
    assert.equal(session.seen.record?.phase, 'done');
    assert.equal(session.seen.runner, 'nobody');
    await session.run({ name: 'orders', accepted: [] });
    assert.equal(asked.length, 2, 'what has run does not run again');
  });

  it('runs once where Run is pressed twice', async () => {
    let runs = 0;
    const { place } = bench({
      run: async ({ id }) => {
        runs += 1;
        await new Promise((resolve) => setTimeout(resolve, 10));
        return { ...RECORD, id, phase: 'done' };
      },
    });
    const session = OperationSession.begin(place, 'stop', {});
    await session.plan();
    await Promise.all([1, 2].map(() => session.run({ name: 'orders', accepted: [] })));
    assert.equal(runs, 1);
  });

  it('says why it was not planned or did not run', async () => {
    const failed = OperationSession.begin(bench({ plan: () => Promise.reject(new Error('no way')) }).place, 'stop', {});
    await failed.plan();
    assert.equal(failed.seen.problem, 'no way');
    assert.equal(failed.seen.busy, undefined);
    const lost = OperationSession.begin(
      bench({ run: () => Promise.reject(new Error('lease lost')) }).place,
      'stop',
      {},
    );
    await lost.plan();
    await lost.run({ name: 'orders', accepted: [] });
    assert.equal(lost.seen.problem, 'lease lost');
    assert.equal(lost.seen.runner, 'nobody');
    const unknown = OperationSession.begin(bench().place, 'restore', {});
    await unknown.plan();
    assert.match(unknown.seen.problem ?? '', /does not know the operation restore/u);
  });

  it('changes nothing in a read-only context', async () => {
    const { asked, place } = bench({ protection: 'read-only' });
    const session = OperationSession.begin(place, 'stop', {});
    await session.plan();
    await session.run({ name: 'orders', accepted: [] });
    const left = OperationSession.of(place, RECORD, false);
    await left.takeUp('forward');
    await left.cancel();
    assert.match(left.seen.problem ?? '', /read-only/u);
    assert.deepEqual(asked, ['plan 8 {}']);
  });

  it('takes up what nobody is at, with the facts of its journal', async () => {
    const { asked, place } = bench();
    const session = OperationSession.of(place, RECORD, false);
    await session.takeUp('back');
    assert.deepEqual(asked, ['plan 8 {"replicas":3}', 'resume back k3v9x2ab']);
    assert.equal(session.seen.record?.phase, 'rolled-back');
  });

  it('takes up nothing that another is at, and may ask that one to cancel', async () => {
    const { asked, place } = bench();
    const session = OperationSession.of(place, RECORD, true);
    await session.takeUp('forward');
    await session.cancel();
    assert.deepEqual(asked, ['cancel k3v9x2ab before ?']);
    assert.equal(session.seen.record?.wish, 'cancel');
  });

  it('copies what it shows, by name', () => {
    const seen = { plan: describePlan(PLAN), record: { ...RECORD, attention: ['do this'] } };
    assert.equal(copiedText(seen, 'commands:scale'), 'kubectl scale\nkubectl wait');
    assert.equal(copiedText(seen, 'attention'), 'do this');
    for (const key of ['undo:scale', 'commands:other', '', '__proto__']) assert.equal(copiedText(seen, key), undefined);
  });

  it('is asked about where it was left behind or needs a person', () => {
    const listed = (more: Partial<JournalRecord>, live = false): ListedOperation => ({
      record: { ...RECORD, ...more },
      live,
    });
    const all = [
      listed({ id: 'left' }),
      listed({ id: 'live' }, true),
      listed({ id: 'done', phase: 'done' }),
      listed({ id: 'person', phase: 'needs-attention' }),
    ];
    assert.deepEqual(
      leftBehind(all).map(({ record }) => record.id),
      ['left', 'person'],
    );
  });

  it('has names of eight characters that fit into labels', () => {
    for (let tries = 0; tries < 100; tries += 1) assert.match(newId(), /^[a-z0-9]{8}$/u);
  });
});
