import type { OperationId, Parameters } from '../../../core/runner/plan.ts';
import { offered } from '../../operations/offered.ts';
import type { Command, CommandContext } from '../context.ts';
import { databaseTarget } from '../targets/pick.ts';
import type { DatabaseTarget } from '../targets/pick.ts';

/** What else must be known for the plan, asked of a person; undefined where nobody chooses. `argument`: what the command was called on. */
export type Ask = (
  context: CommandContext,
  target: DatabaseTarget,
  argument: unknown,
) => Promise<Parameters | undefined>;

const nothing: Ask = () => Promise.resolve({});

/** Shows the plan of an operation; whether it runs is decided there. In a read-only context it is shown all the same, and does not run. */
export const planned =
  (operation: OperationId, title: string, ask: Ask = nothing): Command =>
  async (context, argument) => {
    const { sidebar, desk } = context;
    const target = await databaseTarget(sidebar, argument, title, (database) =>
      offered(sidebar.core().operations, database).includes(operation),
    );
    const parameters = target && (await ask(context, target, argument));
    if (target === undefined || parameters === undefined) return;
    await desk.plan(target.cluster.context.id, target.database, operation, parameters);
  };
