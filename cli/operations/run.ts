import type { Connection } from '../../core/cluster/connection.ts';
import type { LiveDatabase } from '../../core/inventory/model.ts';
import {
  BadParameter,
  checkRights,
  describePlan,
  planMarkdown,
  type Beginning,
  type Facts,
  type JournalRecord,
  type Operation,
  type Parameters,
  type Plan,
  type PlanDocument,
} from '../../core/runner/index.ts';
import { UsageError } from '../usage-error.ts';
import { accepted, isAgreed, type Consent } from './consent.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Paper } from './list.ts';
import type { Teller } from './teller.ts';
import { codeOfRefusals, watchOver, type OnInterrupt } from './watch-over.ts';

/** How somebody wants an operation to be planned, told and agreed to. */
export interface Wish extends Consent {
  readonly connection: Connection;
  readonly by: string;
  readonly holder: string;
  /** End after the plan. */
  readonly dryRun: boolean;
  /** Keep the plan in this file: `.json`, or else Markdown. */
  readonly exportTo: string | undefined;
}

export interface RunRequest extends Wish {
  readonly database: LiveDatabase;
  readonly operation: Operation;
  readonly parameters: Parameters;
  /** Eight characters of a–z and 0–9. */
  readonly id: string;
}

/** What a run has around it; tests have their own. */
export interface Surroundings extends Paper {
  readonly teller: Teller;
  readonly save: (file: string, text: string) => Promise<void>;
  readonly onInterrupt: OnInterrupt;
  readonly run: (options: Beginning) => Promise<JournalRecord>;
  /** The plan, with what is to be known of who runs it, and whether pods do. */
  readonly runners: (connection: Connection, plan: Plan) => Promise<{ readonly plan: Plan; readonly inPods: boolean }>;
}

/** Plans an operation, shows the plan, asks, runs it and tells how it goes. Throws {@link ../../core/cluster/trouble.ClusterTrouble} and {@link UsageError}. */
export async function operate(request: RunRequest, around: Surroundings): Promise<ExitCode> {
  const { connection, id, by, holder } = request;
  const { teller } = around;
  const { plan, inPods } = await around.runners(connection, await planned(request, {}));
  const refusals = [...plan.refusals, ...(await checkRights(connection, plan, plan.database.namespace))];
  const document = { ...describePlan(plan), refusals };
  await keep(document, request.exportTo, around);
  teller.plan(document, refusals);
  const typed = await accepted(refusals, request.dryRun ? { ...request, ask: undefined } : request);
  if (typed === undefined) return codeOfRefusals(refusals);
  if (request.dryRun) return EXIT.done;
  if (typed.length > 0) teller.say('accepted', `Accepted by a person: ${typed.join(', ')}.`, { accepted: typed });
  if (!(await isAgreed(plan, request))) {
    around.write('It was not confirmed. Nothing was changed.\n');
    return EXIT.refused;
  }
  teller.begin(document);
  return watchOver(
    {
      id,
      database: plan.database,
      inPods,
      start: (signal, onEvent) => around.run({ connection, plan, id, by, holder, accepted: typed, signal, onEvent }),
    },
    teller,
    around,
  );
}

/** Makes the plan by reading. Throws a {@link UsageError} for parameters that make no sense. */
export async function planned(
  { connection, database, operation, parameters, id }: Omit<RunRequest, keyof Wish> & Pick<Wish, 'connection'>,
  facts: Facts,
): Promise<Plan> {
  try {
    return await operation.plan({ connection, database, now: Date.now, id, facts }, parameters);
  } catch (error) {
    if (error instanceof BadParameter) throw new UsageError(error.message);
    throw error;
  }
}

/** Keeps a plan in a file, where one was named. */
export async function keep(
  document: PlanDocument,
  file: string | undefined,
  { save }: Pick<Surroundings, 'save'>,
): Promise<void> {
  if (file === undefined) return;
  await save(file, file.endsWith('.json') ? `${JSON.stringify(document, undefined, 2)}\n` : planMarkdown(document));
}
