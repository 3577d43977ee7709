import assert from 'node:assert/strict';
import { object } from '../../../test/support/live.ts';
import { ledBy, statefulSet, stillCluster } from '../../../test/restart/still-cluster.ts';
import type { Connection } from '../../cluster/connection.ts';
import { FENCED, FENCE_NOTE } from '../../procedures/fence/note.ts';
import type { Operation, Parameters, Plan } from '../../runner/plan.ts';
import { fenceOperation } from './fence.ts';
import { unfenceOperation } from './unfence.ts';

const fencedAs = (role: string): Readonly<Record<string, string>> => ({
  [FENCED]: 'postgres-1',
  [FENCE_NOTE]: JSON.stringify({
    pod: 'postgres-1',
    way: 'gate',
    by: 'another2',
    role,
    uid: 'old',
    node: 'node-a',
    grace: 30,
    before: { replicas: 3, start: 0, updateStrategy: { type: 'RollingUpdate' } },
  }),
});

/** Plans on a set of three that the first member leads. */
function planned(operation: Operation, given: Parameters, annotations: object = {}): Promise<Plan> {
  const pods = [0, 1, 2].map((one) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `postgres-${String(one)}`, uid: `uid-${String(one)}` },
    spec: { nodeName: 'node-a' },
  }));
  const status = { conditions: [{ type: 'Ready', status: 'True' }] };
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-a' }, status };
  const connection = stillCluster([statefulSet({ annotations }), node, ...pods]) as Connection;
  const database = ledBy(0, { workload: object('StatefulSet', 'postgres') });
  return operation.plan({ connection, database, now: Date.now, id: 'abcd2345', facts: {} }, given);
}

const ids = ({ refusals }: Plan): readonly string[] => refusals.map(({ id }) => id);

describe('the plan of a fence', () => {
  it('has a way back and a deadline where writes go, and wants the name typed', async () => {
    const { steps, refusals, danger } = await planned(fenceOperation, { member: 'postgres-0' });
    assert.deepEqual(refusals, []);
    assert.equal(danger, 'typed');
    assert.deepEqual(
      steps.map(({ id, removesWrites, undo }) => [id, removesWrites, undo !== undefined]),
      [['fence-postgres-0', true, true]],
    );
  });

  it('is refused while another member is fenced', async () => {
    assert.deepEqual(ids(await planned(fenceOperation, { member: 'postgres-2' }, fencedAs('replica'))), ['R15']);
  });

  it('is refused for a middle member by scaling', async () => {
    assert.deepEqual(ids(await planned(fenceOperation, { member: 'postgres-1', way: 'scale' })), ['R30']);
    assert.deepEqual(ids(await planned(fenceOperation, { member: 'postgres-2', way: 'scale' })), []);
  });
});

describe('the plan of an unfence', () => {
  it('is refused for one that led, while another member accepts writes (R3)', async () => {
    for (const role of ['primary', 'unknown'])
      assert.deepEqual(ids(await planned(unfenceOperation, {}, fencedAs(role))), ['R3']);
  });

  it('is allowed for one that led among stores that know nothing of each other', async () => {
    const containers = [{ name: 'cache', image: 'redis:7', args: ['--save', '', '--appendonly', 'no'] }];
    const set = statefulSet({ annotations: fencedAs('primary') }, { template: { spec: { containers } } });
    const members = ledBy(0).members.map((one) => ({ ...one, role: 'primary' as const, writable: true }));
    const workload = object('StatefulSet', 'postgres');
    const database = ledBy(0, { workload, members, engine: 'redis', cache: true, container: 'cache' });
    const connection = stillCluster([set]) as Connection;
    const situation = { connection, database, now: Date.now, id: 'abcd2345', facts: {} };
    assert.deepEqual(ids(await unfenceOperation.plan(situation, {})), []);
  });

  it('is allowed for one that followed, and there is none where nobody is fenced', async () => {
    assert.deepEqual(ids(await planned(unfenceOperation, {}, fencedAs('replica'))), []);
    assert.deepEqual(ids(await planned(unfenceOperation, {})), ['R30']);
  });
});

describe('the time that a fenced pod is given to end', () => {
  it('is what a person asks for, and stands in the command and the estimate', async () => {
    const { steps } = await planned(fenceOperation, { member: 'postgres-0', grace: '5' });
    assert.match(steps[0]?.commands.at(-1) ?? '', /delete pod postgres-0 --grace-period=5$/u);
    assert.equal(steps[0]?.estimate?.seconds, 5);
    const { steps: own } = await planned(fenceOperation, { member: 'postgres-0' });
    assert.equal(own[0]?.estimate?.seconds, 30);
  });

  it('is at least a second: with none nobody confirms that it has ended', async () => {
    for (const grace of [0, -1, 1.5, 'soon'])
      await assert.rejects(planned(fenceOperation, { member: 'postgres-0', grace }), /at least 1/u);
  });
});
