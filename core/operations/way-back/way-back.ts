import type { Resource } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import type { JournalRecord, StepRecord } from '../../runner/journal-model.ts';
import type { Plan } from '../../runner/plan.ts';
import type { Step } from '../../runner/step.ts';
import { madeStep, type Made } from './made-step.ts';

const { jobs, statefulSets, services, claims, snapshots } = RESOURCES;

/**
 * The way back of an operation that cannot be planned any more, by its record alone: for those that change nothing, and only make objects beside the database. Undefined for all
 * others. `why`: what keeps it from being planned. It has no way forward.
 */
export function wayBackOf(record: JournalRecord, why: string): Plan | undefined {
  const made = madeBy(record);
  if (made === undefined) return undefined;
  const { id, operation, database, parameters, title, expected } = record;
  return {
    operation,
    database,
    parameters,
    title,
    outcome: 'What it has made is gone. The database is not touched.',
    danger: 'confirmed',
    steps: [...record.steps.filter((step) => step.id !== 'made').map(recorded), madeStep(made, id)],
    refusals: [],
    warnings: [
      `It cannot be planned as it stands now: ${why} What it has made is found by its label, and removed. What lies at a destination already stays there; where it is not complete, it shows so.`,
    ],
    rpo: expected.rpo,
    rto: { seconds: 0, from: 'the database is not touched' },
    estimate: undefined,
  };
}

/** Undefined where an operation does more than make objects of its own. */
function madeBy({ id, operation, parameters, database: { namespace } }: JournalRecord): Made | undefined {
  const { method, name, into } = parameters;
  const login = `plinth-login-${id}`;
  const of = (kinds: readonly Resource[], ...secrets: readonly string[]): Made => ({ namespace, kinds, secrets });
  if (operation === 'backup') return method === 'snapshot' ? of([jobs, snapshots], login) : of([jobs], login);
  const instance = [jobs, statefulSets, services, claims];
  if (operation === 'verify-backup') return of(instance, login, `plinth-verify-${id}-passwords`);
  if (operation === 'restore' && into === undefined && typeof name === 'string')
    return of(instance, login, `${name}-passwords`);
  return undefined;
}

/** A step as its record has it: nobody does it any more, and what it made goes with the rest. */
function recorded({ id, title, pointOfNoReturn }: StepRecord): Step {
  return {
    id,
    title,
    commands: [],
    needs: [],
    removesWrites: false,
    ...(pointOfNoReturn === undefined ? {} : { pointOfNoReturn }),
    observe: () => Promise.resolve({ state: 'todo', evidence: 'It is not looked at.' }),
    act: () => Promise.reject(new Error('It cannot be planned as it stands now: there is no way forward.')),
  };
}
