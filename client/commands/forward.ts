import * as vscode from 'vscode';
import { keyOfForward } from '../views/databases/keys.ts';
import type { ForwardSeen } from '../views/databases/world.ts';
import type { Command, CommandContext } from './context.ts';
import { elementOf } from './targets/element.ts';
import { memberTarget } from './targets/pick.ts';

/** The connection string without password for an open port; undefined where the engine has none. */
function connectionString({ sidebar }: CommandContext, { context, database, port }: ForwardSeen): string | undefined {
  const view = sidebar.clusters.get(context)?.view;
  const found = view?.databases.get(database);
  return view && found && sidebar.core().doorsOf(view, found).connection(port);
}

/** The open port that a command was called on, else one that is asked for. */
async function forwardTarget({ sidebar }: CommandContext, argument: unknown): Promise<ForwardSeen | undefined> {
  const element = elementOf(argument);
  const all = sidebar.open.all;
  if (element?.kind === 'forward') return all.find((one) => keyOfForward(one) === element.key);
  const here =
    element !== undefined && 'database' in element ? all.filter((one) => one.database === element.database) : all;
  if (here.length === 0) throw new Error('no port is forwarded.');
  if (here.length === 1 && element !== undefined) return here[0];
  const rows = here.map((forward) => ({
    label: `127.0.0.1:${forward.port}`,
    description: `leads to ${forward.pod}:${forward.to}`,
    forward,
  }));
  return (await vscode.window.showQuickPick(rows, { title: 'Port forwards', placeHolder: 'Which one?' }))?.forward;
}

async function copy(context: CommandContext, forward: ForwardSeen): Promise<void> {
  const text = connectionString(context, forward) ?? `127.0.0.1:${forward.port}`;
  await vscode.env.clipboard.writeText(text);
  void vscode.window.setStatusBarMessage(`Copied ${text}`, 5000);
}

/** Opens a local port that leads to a member, the primary where it is known, and offers its connection string. */
export const forwardPort: Command = async (context, argument) => {
  const { sidebar } = context;
  const target = await memberTarget(sidebar, argument, 'Forward a port');
  if (target === undefined) return;
  const { cluster, database, member } = target;
  const { ports } = sidebar.core().doorsOf(cluster.view, database);
  const known = [...new Set([...ports, ...database.services.flatMap((service) => service.ports)])];
  const rows = known.map((port, index) => ({
    label: String(port),
    description: index === 0 ? database.engineName : '',
  }));
  const title = `Forward a port of ${member.pod.name}`;
  const chosen =
    known.length === 1
      ? String(known[0])
      : known.length === 0
        ? await vscode.window.showInputBox({
            title,
            prompt: 'The port of the pod',
            validateInput: (text) => (/^\d{1,5}$/u.test(text) ? undefined : 'A number from 1 to 65535.'),
          })
        : (await vscode.window.showQuickPick(rows, { title, placeHolder: 'Which port of the pod?' }))?.label;
  if (chosen === undefined) return;
  const forward = await sidebar.open.start(cluster.connection, {
    context: cluster.context.id,
    database: database.id,
    namespace: database.namespace,
    pod: member.pod.name,
    to: Number(chosen),
  });
  void offer(context, forward);
};

/** The message may stand for long; the command is through. */
async function offer(context: CommandContext, forward: ForwardSeen): Promise<void> {
  const string = connectionString(context, forward);
  const copyIt = string === undefined ? 'Copy Address' : 'Copy Connection String';
  const stop = 'Stop';
  const said = `127.0.0.1:${forward.port} leads to ${forward.pod}:${forward.to}.${string === undefined ? '' : ` ${string} (without the password)`}`;
  const answer = await vscode.window.showInformationMessage(said, copyIt, stop);
  if (answer === copyIt) await copy(context, forward);
  if (answer === stop) await context.sidebar.open.stop(forward);
}

/** Closes a local port. */
export const stopForward: Command = async (context, argument) => {
  const forward = await forwardTarget(context, argument);
  if (forward !== undefined) await context.sidebar.open.stop(forward);
};

/** Copies the connection string of an open port, without its password. */
export const copyConnectionString: Command = async (context, argument) => {
  const forward = await forwardTarget(context, argument);
  if (forward !== undefined) await copy(context, forward);
};
