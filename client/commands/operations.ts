import * as vscode from 'vscode';
import type { ListedOperation } from '../../core/runner/list.ts';
import type { OperationId, Parameters } from '../../core/runner/plan.ts';
import { nameOf } from '../operations/desk.ts';
import { PHASES } from '../views/operation/end-part.ts';
import { joined } from '../views/databases/item.ts';
import { isLeft } from '../views/operation/seen.ts';
import { moment } from '../words/time.ts';
import type { Command, CommandContext } from './context.ts';
import { databaseTarget } from './targets/pick.ts';
import type { DatabaseTarget } from './targets/pick.ts';

/** What else must be known for the plan; undefined where nobody chooses. */
type Ask = (context: CommandContext, target: DatabaseTarget) => Promise<Parameters | undefined>;

const nothing: Ask = () => Promise.resolve({});

/** Shows the plan of an operation; whether it runs is decided there. In a read-only context it is shown all the same, and does not run. */
const planned =
  (operation: OperationId, title: string, ask: Ask = nothing): Command =>
  async (context, argument) => {
    const target = await databaseTarget(context.sidebar, argument, title);
    const parameters = target && (await ask(context, target));
    if (target === undefined || parameters === undefined) return;
    await context.desk.plan(target.cluster.context.id, target.database, operation, parameters);
  };

/** The destination by its name; they stand in the database's namespace. */
const askDestination: Ask = async ({ sidebar }, { cluster, database }) => {
  const { destinations, unreadable } = await sidebar
    .core()
    .operations.destinations(cluster.connection, database.namespace);
  if (destinations.length === 0) {
    const broken = unreadable.map(({ configMap, why }) => ` ${configMap}: ${why}`).join('');
    throw new Error(
      `there is no destination for backups in ${database.namespace}. A ConfigMap plinth-destination-NAME with the label plinth.dev/destination holds one.${broken}`,
    );
  }
  const rows = destinations.map(({ name, destination }) => ({
    label: name,
    description:
      destination.kind === 'claim'
        ? `claim ${destination.claim}`
        : `${destination.endpoint ?? 'AWS'}/${destination.bucket}`,
  }));
  const options = { title: `Back up ${database.name}`, placeHolder: 'Where to?' };
  const chosen = await vscode.window.showQuickPick(rows, options);
  return chosen && { destination: chosen.label };
};

export const backUp = planned('backup', 'Back up', askDestination);
export const stopDatabase = planned('stop', 'Stop');
export const startDatabase = planned('start', 'Start');
export const restartDatabase = planned('restart', 'Restart');

const stateOf = ({ record, live }: ListedOperation): string =>
  live ? `${PHASES[record.phase]} now` : isLeft({ record, runner: 'nobody' }) ? 'left half-way' : PHASES[record.phase];

/** Lists what was done to a database, by whomever, and shows one of them. */
export const showOperations: Command = async ({ sidebar, desk }, argument) => {
  const target = await databaseTarget(sidebar, argument, 'Operations');
  if (target === undefined) return;
  const { cluster, database } = target;
  const { list } = sidebar.core().operations;
  const { operations, unreadable } = await list(cluster.connection, database.namespace, nameOf(database));
  if (operations.length === 0) {
    const broken = unreadable.map(({ name, why }) => ` The journal ${name} cannot be read: ${why}`).join('');
    void vscode.window.showInformationMessage(`No operation on ${database.name} is recorded.${broken}`);
    return;
  }
  const rows = operations.map((listed) => ({
    label: listed.record.title,
    description: joined(stateOf(listed), moment(listed.record.started), listed.record.by),
    detail: listed.record.reason ?? '',
    listed,
  }));
  const options = { title: `Operations on ${database.name}`, placeHolder: 'Which one?', matchOnDescription: true };
  const chosen = await vscode.window.showQuickPick(rows, options);
  if (chosen !== undefined) desk.open(cluster.context.id, chosen.listed);
};
