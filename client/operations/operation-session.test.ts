import assert from 'node:assert/strict';
import type { Connection } from '../../core/cluster/connection.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import { planTakeUp } from '../../core/operations/way-back/take-up-plan.ts';
import { describePlan } from '../../core/runner/document.ts';
import type { JournalRecord } from '../../core/runner/journal-model.ts';
import type { ListedOperation } from '../../core/runner/list.ts';
import type { Operation, Plan } from '../../core/runner/plan.ts';
import type { Protection } from '../preferences/context-rules.ts';
import type { OperationSeen } from '../views/operation/seen.ts';
import type { OperationsCore } from './core.ts';
import { leftBehind } from './left-behind.ts';
import { newId } from './operation-place.ts';
import { OperationSession } from './operation-session.ts';
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
  steps: [{ id: 'scale', title: 'Scale', state: 'running' }],
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
    methods: () => [],
    snapshots: () => false,
    nextRuns: never,
    makeDestination: never,
    claims: never,
    refreshBackups: never,
    suspend: never,
    runNow: never,
    describe: describePlan,
    planTakeUp,
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
  const listeners = new Set<() => void>();
  let live = {} as LiveDatabase;
  /** The inventory sees this from now on. */
  const sees = (database: LiveDatabase): void => {
    live = database;
    for (const changed of listeners) changed();
  };
  const place = {
    core: () => core,
    database: DATABASE,
    context: () => ({ name: 'prod', label: undefined, protection: options.protection ?? ('none' as const) }),
    connection: () => ({}) as Connection,
    live: () => live,
    onLive: (changed: () => void) => {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
    by: 'anna',
    holder: 'here-1',
  };
  return { asked, place, sees };
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
    const left = OperationSession.of(place, { record: RECORD, live: false });
    await left.takeUp('forward', '');
    await left.cancel();
    assert.match(left.seen.problem ?? '', /read-only/u);
    assert.deepEqual(asked, ['plan 8 {}']);
  });

  it('takes up what nobody is at, with the facts of its journal', async () => {
    const { asked, place } = bench();
    const session = OperationSession.of(place, { record: RECORD, live: false });
    await session.takeUp('back', '');
    assert.deepEqual(asked, ['plan 8 {"replicas":3}', 'resume back k3v9x2ab']);
    assert.equal(session.seen.record?.phase, 'rolled-back');
  });

  it('says where other steps are planned than it was begun with, and goes on when it is asked once more', async () => {
    const { asked, place } = bench();
    const [scale] = RECORD.steps;
    const record = { ...RECORD, steps: [{ id: 'door', title: 'Close', state: 'done' } as const, ...[scale!]] };
    const session = OperationSession.of(place, { record, live: false });
    await session.takeUp('forward', '');
    assert.match(session.seen.problem ?? '', /«Close» was begun, and is planned no more: .*Ask once more/u);
    assert.deepEqual([session.seen.runner, session.seen.busy, asked.length], ['nobody', undefined, 1]);
    await session.takeUp('forward', '');
    assert.deepEqual(asked.slice(1), ['plan 8 {"replicas":3}', 'resume forward k3v9x2ab']);
    assert.equal(session.seen.record?.phase, 'done');
  });

  it('takes a backup back whose server is silent, by its record, once a person has read so', async () => {
    const silent = { id: 'R11', kind: 'mend', what: 'It is silent.', evidence: 'e', wayOut: 'w' } as const;
    const { asked, place } = bench({ plan: () => Promise.resolve({ ...PLAN, steps: [], refusals: [silent] }) });
    const made: Operation['plan'] = () => Promise.resolve({ ...PLAN, steps: [], refusals: [silent] });
    const core = place.core();
    const its = { ...core, operations: [{ id: 'backup', title: 'Back up', plan: made }] as const };
    const record: JournalRecord = { ...RECORD, operation: 'backup' };
    const session = OperationSession.of({ ...place, core: () => its }, { record, live: false });
    await session.takeUp('back', '');
    assert.match(session.seen.problem ?? '', /«Remove what it has made, as its label tells» is new/u);
    assert.match(session.seen.plan?.warnings.join() ?? '', /It is silent\./u);
    await session.takeUp('back', '');
    assert.deepEqual(asked, ['resume back k3v9x2ab']);
  });

  it('takes up nothing that another is at, and may ask that one to cancel', async () => {
    const { asked, place } = bench();
    const session = OperationSession.of(place, { record: RECORD, live: true });
    await session.takeUp('forward', '');
    await session.cancel();
    assert.deepEqual(asked, ['cancel k3v9x2ab before ?']);
    assert.equal(session.seen.record?.wish, 'cancel');
  });

  it('gathers what the steps tell, of which the journal keeps the last word alone', async () => {
    const step = { id: 'scale', title: 'Scale', state: 'running', started: 1 } as const;
    const at = (time: number): JournalRecord => ({
      ...RECORD,
      steps: [{ ...step, progress: { at: time, text: `at ${time}`, measures: { bytes: time } } }],
    });
    const { place } = bench({
      run: ({ onEvent }) => {
        for (const time of [2, 3, 3, 4]) onEvent({ type: 'phase', record: at(time) });
        return Promise.resolve({ ...at(4), phase: 'done', ended: 5 });
      },
    });
    const session = OperationSession.begin(place, 'stop', {});
    await session.plan();
    await session.run({ name: 'orders', accepted: [] });
    assert.deepEqual(
      session.seen.told.map(({ text, measures }) => [text, measures?.['bytes']]),
      [
        ['at 2', 2],
        ['at 3', 3],
        ['at 4', 4],
      ],
    );
  });

  it('copies what it shows, by name', () => {
    const told = [{ at: 0, step: 'scale', text: 'going on' }];
    const seen = { plan: describePlan(PLAN), record: { ...RECORD, attention: ['do this'] }, told };
    assert.equal(copiedText(seen, 'log'), '1970-01-01 00:00:00 UTC  Scale: going on');
    assert.equal(copiedText(seen, 'commands:scale'), 'kubectl scale\nkubectl wait');
    assert.equal(copiedText(seen, 'attention'), 'do this');
    for (const key of ['undo:scale', 'commands:other', '', '__proto__']) assert.equal(copiedText(seen, key), undefined);
  });

  it('tells what the inventory sees of its database, as long as somebody looks', () => {
    const { place, sees } = bench();
    const session = OperationSession.begin(place, 'stop', {});
    const told: OperationSeen[] = [];
    session.onChange((seen) => told.push(seen));
    const fenced = { fenced: 'orders-0' } as LiveDatabase;
    sees(fenced);
    sees(fenced);
    assert.deepEqual(
      told.map(({ live }) => live?.fenced),
      ['orders-0'],
    );
    session.dispose();
    sees({ fenced: 'orders-1' } as LiveDatabase);
    assert.equal(told.length, 1);
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
