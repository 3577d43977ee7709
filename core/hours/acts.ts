import type { Right } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { OPERATIONS } from '../operations/index.ts';
import { RECORD } from '../operations/stop/record-step.ts';
import { recordNow } from '../operations/stop/record-now.ts';
import { recordFact } from '../operations/stop/record.ts';
import { rightsFor } from '../runner-pods/rights.ts';
import type { Plan, Situation } from '../runner/plan.ts';
import type { Refusal } from '../runner/step.ts';
import type { Act } from './names.ts';

/** Refusals that will stand as they do now: what the clock begins, nobody mends. */
const LASTING: readonly Refusal['id'][] = ['R1', 'R6', 'R18', 'R30'];

/** What the clock would do, as it can be planned now. */
export interface PlannedActs {
  /** Of the account that runs them. */
  readonly rights: readonly Right[];
  /** Rights that no Role of the namespace can give. */
  readonly outside: readonly Right[];
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
}

/** Plans them: the one that cannot be begun now is planned as if it were under way. Only reads. Throws {@link ../cluster/trouble.ClusterTrouble}. */
export async function planActs(situation: Situation, acts: readonly Act[]): Promise<PlannedActs> {
  const plans = await Promise.all(acts.map((act) => planAct(situation, act)));
  const rights = await Promise.all(plans.map(({ plan }) => rightsFor(situation.connection, plan)));
  const told = plans.flatMap(({ act, plan, isDue }) =>
    isDue ? plan.refusals.map((refusal) => ({ act, refusal })) : [],
  );
  return {
    rights: rights.flatMap(({ inside }) => inside).map((right) => unnamed(right, situation.id)),
    outside: rights.flatMap(({ outside }) => outside),
    refusals: told.filter(({ refusal: { id } }) => LASTING.includes(id)).map(({ refusal }) => refusal),
    warnings: told
      .filter(({ refusal: { id } }) => !LASTING.includes(id))
      .map(({ act, refusal: { id, what } }) => `As it stands now, the ${act} would be refused (${id}): ${what}`),
  };
}

async function planAct(
  situation: Situation,
  act: Act,
): Promise<{ readonly act: Act; readonly plan: Plan; readonly isDue: boolean }> {
  const operation = OPERATIONS.find(({ id }) => id === act);
  if (operation === undefined) throw new Error(`There is no operation ${act}.`);
  const { connection, database, id, now, signal } = situation;
  const isDue = (database.health === 'stopped') === (act === 'start');
  const { namespace, workload } = database;
  if (isDue || workload.kind !== 'StatefulSet')
    return { act, isDue: isDue || act === 'stop', plan: await operation.plan({ ...situation, facts: {} }, {}) };
  const place = { resource: RESOURCES.statefulSets, namespace, name: workload.name };
  const body = await connection.read(place, signal ? { signal } : {});
  const facts = { [RECORD]: recordFact(recordNow(database, body, id, now())) };
  return { act, isDue, plan: await operation.plan({ ...situation, facts }, {}) };
}

/** Each run has an id of its own, and so have the objects that it makes. */
function unnamed(right: Right, id: string): Right {
  if (right.name?.includes(id) !== true) return right;
  return Object.fromEntries(Object.entries(right).filter(([key]) => key !== 'name')) as unknown as Right;
}
