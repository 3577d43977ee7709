import * as vscode from 'vscode';
import type { ListedOperation } from '../../../core/runner/list.ts';
import { nameOf } from '../../operations/desk.ts';
import { PHASES } from '../../views/operation/end-part.ts';
import { joined } from '../../views/databases/item.ts';
import { isLeft } from '../../views/operation/seen.ts';
import { moment } from '../../words/time.ts';
import type { Command } from '../context.ts';
import { databaseTarget } from '../targets/pick.ts';

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
