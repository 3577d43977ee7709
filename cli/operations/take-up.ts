import type { LiveDatabase } from '../../core/inventory/model.ts';
import { planTakeUp } from '../../core/operations/way-back/take-up-plan.ts';
import {
  checkRights,
  describePlan,
  differingSteps,
  ENDED,
  type DatabaseName,
  type JournalRecord,
  type ListedOperation,
  type Operation,
  type Plan,
  type TakingUp,
} from '../../core/runner/index.ts';
import { UsageError } from '../usage-error.ts';
import { isAgreed } from './consent.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { lastSeen } from './left-behind.ts';
import { plain } from './plain.ts';
import { keep, planned, type Surroundings, type Wish } from './run.ts';
import { codeOfRefusals, watchOver } from './watch-over.ts';

export interface TakeUpRequest extends Wish {
  readonly found: ListedOperation;
  readonly operations: readonly Operation[];
  readonly direction: TakingUp['direction'];
  /** Reads the database as it is now. */
  readonly look: (name: DatabaseName) => Promise<LiveDatabase>;
}

/** What taking up has around it. */
export type TakeUpSurroundings = Omit<Surroundings, 'run' | 'runners'> & {
  readonly resume: (options: TakingUp) => Promise<JournalRecord>;
};

/**
 * Takes up an operation that nobody is at, or that needed a person: goes on with it, or takes it back. The plan is made anew from what is seen now. Throws
 * {@link ../../core/cluster/trouble.ClusterTrouble} and {@link UsageError}.
 */
export async function takeUp(request: TakeUpRequest, around: TakeUpSurroundings): Promise<ExitCode> {
  const { connection, found, operations, direction, look, holder } = request;
  const { record } = found;
  const hindered = hindrance(found);
  if (hindered !== undefined) {
    around.write(`${hindered.text}\n`);
    return hindered.code;
  }
  const operation = operations.find(({ id }) => id === record.operation);
  if (operation === undefined) throw new UsageError(`This version knows no operation «${plain(record.operation)}».`);
  const database = await look(record.database);
  const again: Operation = { ...operation, plan: (situation) => planTakeUp(operation, situation, record, direction) };
  const made = await planned(
    { connection, database, operation: again, parameters: record.parameters, id: record.id },
    record.facts,
  );
  // Nothing can be planned: then it is not taken up, and the reason is said.
  const differing = made.steps.length === 0 ? [] : differingSteps(record.steps, made.steps);
  const plan: Plan = {
    ...made,
    warnings: [whatHappens(record, direction), ...whatDiffers(differing), ...made.warnings],
  };
  // Refusals are about beginning, and are not asked again; rights are.
  const refusals = await checkRights(connection, plan, record.database.namespace);
  const document = { ...describePlan(plan), refusals };
  await keep(document, request.exportTo, around);
  around.teller.plan(document, refusals);
  if (refusals.length > 0) return codeOfRefusals(refusals);
  if (request.dryRun) return EXIT.done;
  const wish = direction === 'forward' ? `Go on with «${plan.title}»` : `Take «${plan.title}» back`;
  const title = differing.length === 0 ? wish : `${wish}, with other steps than it was begun with`;
  // It has changed something already: nobody goes on with it by a slip.
  const danger = plan.danger === 'free' ? 'confirmed' : plan.danger;
  if (!(await isAgreed({ danger, database: plan.database, title }, request))) {
    around.write('It was not confirmed. Nothing was changed.\n');
    return EXIT.refused;
  }
  around.teller.begin(document);
  return watchOver(
    {
      id: record.id,
      database: record.database,
      inPods: false,
      start: (signal, onEvent) => around.resume({ connection, plan, record, holder, direction, signal, onEvent }),
    },
    around.teller,
    around,
  );
}

/** Why it cannot be taken up; undefined where it can. */
function hindrance({ record, live, holder }: ListedOperation): { text: string; code: ExitCode } | undefined {
  const title = plain(record.title);
  if (live)
    return {
      text: `«${title}» is being run by ${plain(holder ?? 'another runner')}. \`plinth cancel ${plain(record.id)}\` has it taken back.`,
      code: EXIT.another,
    };
  if (!ENDED.includes(record.phase) || record.phase === 'needs-attention') return undefined;
  return { text: `«${title}» has ended: ${record.phase}. There is nothing to take up.`, code: EXIT.refused };
}

const whatDiffers = (differing: readonly string[]): string[] =>
  differing.length === 0
    ? []
    : [`As it stands now, its steps are not those that it was begun with: ${differing.join(' ')}`];

const whatHappens = (record: JournalRecord, direction: TakingUp['direction']): string =>
  direction === 'forward'
    ? `It is taken up where it stands; what is found done is not done again. ${lastSeen(record)}`
    : `The steps below are not run: what was done of them is taken back, the last first. ${lastSeen(record)}`;
