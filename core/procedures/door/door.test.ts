import assert from 'node:assert/strict';
import { nameOf, World } from '../../../test/model/fake/index.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { runPlan, type JournalRecord, type Plan, type Step } from '../../runner/index.ts';
import { closeDoorStep, openDoorStep } from './door.ts';

const DOOR = { namespace: 'shop', services: ['orders'] };
const LABELS = { app: 'orders' };

function world(): World {
  const made = new World();
  made.put(RESOURCES.services, 'shop', {
    kind: 'Service',
    metadata: { name: 'orders' },
    spec: { selector: LABELS },
  });
  made.put(RESOURCES.statefulSets, 'shop', {
    kind: 'StatefulSet',
    metadata: { name: 'orders' },
    spec: {
      replicas: 1,
      selector: { matchLabels: LABELS },
      template: { metadata: { labels: LABELS }, spec: { containers: [] } },
    },
  });
  return made;
}

async function run(made: World, steps: readonly Step[]): Promise<JournalRecord> {
  const { connection, clock } = made.process({ name: 'anna' });
  await made.time.pass(8_000);
  const plan: Plan = {
    operation: 'restart',
    database: { namespace: 'shop', kind: 'StatefulSet', name: 'orders' },
    parameters: {},
    title: 'Try the door',
    outcome: 'It was tried.',
    danger: 'free',
    steps,
    refusals: [],
    warnings: [],
    rpo: { seconds: 0, from: 'a test' },
    rto: { seconds: 0, from: 'a test' },
    estimate: undefined,
  };
  return made.time.during(runPlan({ connection, ...clock, plan, id: 'door2345', by: 'anna', holder: 'anna@laptop' }));
}

const selectorOf = (made: World): unknown =>
  (made.store.get(nameOf(RESOURCES.services, 'shop', 'orders'))['spec'] as { selector: unknown }).selector;

describe('The door', () => {
  it('closed leads nowhere, and opened leads where it led', async () => {
    const made = world();
    let closed: string[] | undefined;
    const between: Step = {
      id: 'between',
      title: 'Look',
      commands: [],
      needs: [],
      removesWrites: false,
      observe: () => Promise.resolve({ state: closed === undefined ? 'todo' : 'done', evidence: 'looked' }),
      act: () => {
        closed = made.leadsTo('shop', 'orders');
        return Promise.resolve();
      },
    };
    const record = await run(made, [
      closeDoorStep(DOOR, { deadline: 60 }),
      between,
      openDoorStep(DOOR, { deadline: 60 }),
    ]);
    assert.equal(record.phase, 'done', record.reason);
    assert.deepEqual(closed, []);
    assert.deepEqual(made.leadsTo('shop', 'orders'), ['orders-0']);
    assert.deepEqual(selectorOf(made), LABELS);
  });

  it('is open again when what comes after it fails', async () => {
    const made = world();
    const broken: Step = {
      id: 'broken',
      title: 'Fail',
      commands: [],
      needs: [],
      removesWrites: false,
      observe: () => Promise.resolve({ state: 'todo', evidence: 'nothing' }),
      act: () => Promise.reject(new Error('it is stuck')),
    };
    const record = await run(made, [closeDoorStep(DOOR, { deadline: 60 }), broken]);
    assert.equal(record.phase, 'rolled-back');
    assert.deepEqual(selectorOf(made), LABELS);
    // EndpointSlices follow a moment later.
    await made.time.pass(2_000);
    assert.deepEqual(made.leadsTo('shop', 'orders'), ['orders-0']);
  });

  it('that somebody else had closed stays closed when all is taken back', async () => {
    const made = world();
    made.store.change(nameOf(RESOURCES.services, 'shop', 'orders'), (draft) => {
      draft.spec = { selector: { ...LABELS, 'plinth.dev/door': 'closed' } };
    });
    const record = await run(made, [
      closeDoorStep(DOOR, { deadline: 60 }),
      { ...openDoorStep(DOOR, { deadline: 60 }), preconditions: () => Promise.reject(new Error('not now')) },
    ]);
    assert.equal(record.steps[0]?.state, 'skipped');
    assert.deepEqual(selectorOf(made), { ...LABELS, 'plinth.dev/door': 'closed' });
  });
});
