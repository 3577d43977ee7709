import * as vscode from 'vscode';
import { count } from '../words/count.ts';
import { literal } from '../words/markdown.ts';
import type { Clusters } from '../cluster/clusters.ts';
import { AlarmBell, alarmsOf, downIn } from './alarms.ts';
import type { AlarmSeen } from './alarms.ts';

/** Alarms are shown at once; what changes in the same moment is shown together. */
const SETTLE_MS = 50;

const placeOf = ({ contextName, database }: AlarmSeen): string =>
  `${database.namespace}/${database.name} in ${contextName}`;

/** Shows alarms where nobody overlooks them: a red item in the status bar, a message once, and the view's badge. */
export function showAlarms(
  clusters: Clusters,
  view: vscode.TreeView<unknown>,
  reveal: (context: string, database: string) => unknown,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('plinth.alarms', vscode.StatusBarAlignment.Left, 1000);
  item.name = 'Plinth alarms';
  item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
  const bell = new AlarmBell();

  const ring = async (alarm: AlarmSeen): Promise<void> => {
    const show = 'Show';
    const answer = await vscode.window.showErrorMessage(`Two writers: ${placeOf(alarm)}. ${alarm.message}`, show);
    if (answer === show) await reveal(alarm.context, alarm.database.id);
  };

  const update = (): void => {
    const alarms = alarmsOf(clusters.all);
    const down = downIn(clusters.all);
    const words = [
      ...(alarms.length > 0 ? [count(alarms.length, 'alarm')] : []),
      ...(down > 0 ? [`${count(down, 'database')} down`] : []),
    ].join(', ');
    const value = alarms.length + down;
    const before = view.badge;
    if (value === 0) {
      if (before !== undefined) view.badge = undefined;
    } else if (before?.value !== value || before.tooltip !== words) view.badge = { value, tooltip: words };
    const [first] = alarms;
    if (first === undefined) item.hide();
    else {
      item.text = `$(flame) Two writers: ${first.database.namespace}/${first.database.name}${alarms.length > 1 ? ` +${alarms.length - 1}` : ''}`;
      item.tooltip = new vscode.MarkdownString(
        alarms.map((alarm) => `**${literal(placeOf(alarm))}**\n\n${literal(alarm.message)}`).join('\n\n'),
      );
      item.accessibilityInformation = { label: `Alarm: two writers in ${placeOf(first)}`, role: 'button' };
      item.command = {
        command: 'plinth.showDatabase',
        title: 'Show',
        arguments: [{ kind: 'database', context: first.context, database: first.database.id }],
      };
      item.show();
    }
    for (const alarm of bell.fresh(alarms)) void ring(alarm);
  };

  let timer: NodeJS.Timeout | undefined;
  const end = clusters.onChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      update();
    }, SETTLE_MS);
  });
  return vscode.Disposable.from(item, { dispose: end }, { dispose: () => clearTimeout(timer) });
}
