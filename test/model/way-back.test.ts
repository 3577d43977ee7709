// Operations on backups that cannot be planned any more, because the server is silent or what they need is gone: they are taken back by their records.
import assert from 'node:assert/strict';
import { ClusterTrouble } from '../../core/cluster/trouble.ts';
import { planTakeUp } from '../../core/operations/way-back/take-up-plan.ts';
import { listOperations, type Operation, type Plan, type Situation } from '../../core/runner/index.ts';
import { DATA_CASES } from './data/cases.ts';
import type { Case } from './engines/cases.ts';
import { ID, killed } from './engines/kill.ts';

/** How it comes that an operation cannot be planned once it has begun. */
type Hindered = (operation: Operation, situation: Situation, parameters: Plan['parameters']) => Promise<Plan>;

const silent: Hindered = (operation, situation, parameters) => {
  const { connection } = situation;
  const exec: typeof connection.exec = () =>
    Promise.resolve({ exitCode: 2, stdout: '', stderr: 'connection refused', status: undefined } as never);
  const deaf = new Proxy(connection, {
    get: (target, key): unknown => {
      if (key === 'exec') return exec;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return operation.plan({ ...situation, connection: deaf }, parameters);
};
const refused: Hindered = async (operation, situation, parameters) => {
  const plan = await operation.plan(situation, parameters);
  const refusal = { id: 'R30', kind: 'mend', what: 'It does not fit.', evidence: 'e', wayOut: 'w' } as const;
  return { ...plan, steps: [], refusals: [refusal] };
};
const broken: Hindered = () => Promise.reject(new ClusterTrouble('missing', 'There is no StatefulSet orders.'));

/** The same case; whoever takes it up plans as the editor and the command line do, and cannot plan it by its own. */
function hindering(one: Case, hindered: Hindered, planned: Plan[], times = Infinity): Case {
  let isBegun = false;
  let count = 0;
  const { operation } = one;
  const plan: Operation['plan'] = async (situation, parameters) => {
    const { operations } = await listOperations(situation.connection, 'shop');
    const record = operations.find(({ record: { id } }) => id === ID)?.record;
    if (!isBegun || record === undefined) {
      isBegun = true;
      return operation.plan(situation, parameters);
    }
    if (++count > times) return operation.plan(situation, parameters);
    const now: Operation = { ...operation, plan: (its, given) => hindered(operation, its, given) };
    const made = await planTakeUp(now, situation, record, 'back');
    planned.push(made);
    return made;
  };
  return { ...one, operation: { ...operation, plan } };
}

const { backup, restore, 'verify-backup': verify } = DATA_CASES;

describe('an operation on backups that cannot be planned any more', function () {
  this.timeout(180_000);

  for (const [name, one, what, hindered] of [
    ['backup', backup, 'whose server is silent', silent],
    ['backup', backup, 'whose workload is gone', broken],
    ['verify-backup', verify, 'that would be refused now', refused],
    ['restore', restore, 'that would be refused now', refused],
    ['restore', restore, 'whose workload cannot be read', broken],
  ] as const)
    it(`is taken back by its record, wherever its runner died: ${name} ${what}`, async () => {
      const phases = new Map<string, number>();
      const planned: Plan[] = [];
      for (let index = 0; ; index++) {
        const its = hindering(one, hindered, planned);
        const killing = { seed: 1 + index, index, moment: 'after', takeUps: [{ direction: 'back' }] } as const;
        const phase = await killed(its, killing).catch((error: unknown) => {
          throw new Error(`killed after request ${String(index)}: ${String(error)}`, { cause: error });
        });
        if (phase === undefined) break;
        phases.set(phase, (phases.get(phase) ?? 0) + 1);
      }
      assert.ok((phases.get('rolled-back') ?? 0) > 20, [...phases].join(' '));
      const byRecord = planned.filter(({ steps }) => steps.some(({ id }) => id === 'made'));
      assert.equal(byRecord.length, planned.length, 'it was planned all the same');
      assert.ok(planned.length > 20);
      for (const { warnings, refusals } of byRecord) {
        assert.match(warnings.join(), /cannot be planned as it stands now: /u);
        assert.deepEqual(refusals, []);
      }
    });

  it('and that one has begun to take back by its record is taken on by the next', async () => {
    for (let killedAt = 5; killedAt < 40; killedAt += 3) {
      const takeUps = [{ direction: 'back', killedAt }, { direction: 'back' }] as const;
      const phase = await killed(hindering(restore, refused, []), {
        seed: killedAt,
        index: 110,
        moment: 'after',
        takeUps,
      });
      assert.equal(phase, 'rolled-back', `killed at ${String(killedAt)}`);
    }
  });

  it('and once it can be planned again, whoever goes on from half-way brings it to its end, or takes it back', async () => {
    const phases = new Map<string, number>();
    for (let killedAt = 5; killedAt < 45; killedAt++) {
      const takeUps = [{ direction: 'back', killedAt }, { direction: 'forward' }] as const;
      const one = hindering(restore, refused, [], 1);
      const phase = await killed(one, { seed: killedAt, index: 70 + killedAt, moment: 'after', takeUps });
      assert.ok(phase === 'done' || phase === 'rolled-back', `killed at ${String(killedAt)}: ${String(phase)}`);
      phases.set(phase, (phases.get(phase) ?? 0) + 1);
    }
    assert.ok((phases.get('done') ?? 0) > 5, [...phases].join(' '));
  });

  it('is not, where more than objects of its own would have to be taken back', async () => {
    const record = {
      ...{ schema: 1, id: ID, operation: 'restore', parameters: { into: 'place', name: 'x' }, accepted: [] },
      ...{ title: 'Restore', phase: 'running', by: 'anna', started: 0, epoch: 1, facts: {} },
      database: { namespace: 'shop', kind: 'StatefulSet', name: 'orders' },
      steps: [{ id: 'swap', title: 'Swap', state: 'done' }],
      expected: { rpo: { seconds: 0, from: '' }, rto: { seconds: 0, from: '' } },
    } as const;
    const refusal = { id: 'R11', kind: 'mend', what: 'It is silent.', evidence: 'e', wayOut: 'w' } as const;
    const plan0 = { steps: [], refusals: [refusal] } as unknown as Plan;
    const operation: Operation = { id: 'restore', title: 'Restore', plan: () => Promise.resolve(plan0) };
    const situation = {} as Situation;
    assert.equal(await planTakeUp(operation, situation, record as never, 'back'), plan0);
    const bare = { ...record, parameters: { name: 'x' } };
    assert.equal(await planTakeUp(operation, situation, bare as never, 'forward'), plan0);
    assert.equal((await planTakeUp(operation, situation, bare as never, 'back')).steps.length, 2);
    const stop = { ...record, operation: 'stop', parameters: {} };
    assert.equal(await planTakeUp(operation, situation, stop as never, 'back'), plan0);
    const throwing: Operation = { ...operation, plan: () => Promise.reject(new ClusterTrouble('missing', 'gone')) };
    await assert.rejects(planTakeUp(throwing, situation, stop as never, 'back'), /gone/u);
    await assert.rejects(planTakeUp(throwing, situation, bare as never, 'forward'), /gone/u);
  });
});
