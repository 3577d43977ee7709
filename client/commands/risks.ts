import * as vscode from 'vscode';
import type { LiveFinding } from '../../server/protocol/messages.ts';
import { manifestsOf } from '../live/documents.ts';
import { keyOfFinding } from '../views/databases/keys.ts';
import type { Command, CommandContext } from './context.ts';
import { explainRule } from './explain-rule.ts';
import { openPlace } from './open.ts';
import { elementOf } from './targets/element.ts';
import { databaseTarget } from './targets/pick.ts';
import type { DatabaseTarget } from './targets/pick.ts';

interface RiskTarget extends DatabaseTarget {
  readonly finding: LiveFinding;
}

/** The finding that a command was called on, else one of a database's that is asked for. */
async function riskTarget(
  { sidebar }: CommandContext,
  argument: unknown,
  title: string,
): Promise<RiskTarget | undefined> {
  const target = await databaseTarget(sidebar, argument, title);
  if (target === undefined) return undefined;
  const risks = sidebar.risks(target.cluster.context.id, target.database);
  const findings = risks.state === 'known' ? risks.findings : [];
  const element = elementOf(argument);
  if (element?.kind === 'risk') {
    const finding = findings.find((one) => keyOfFinding(one) === element.key);
    return finding && { ...target, finding };
  }
  if (findings.length === 0) throw new Error(`no risk of ${target.database.name} is known.`);
  const rows = findings.map((finding) => ({ label: finding.message, description: finding.rule, finding }));
  const chosen = await vscode.window.showQuickPick(rows, {
    title,
    placeHolder: 'Which risk?',
    matchOnDescription: true,
  });
  return chosen && { ...target, finding: chosen.finding };
}

/** The problem of this rule nearest to where an object stands in its file. */
async function problemIn(uri: vscode.Uri, rule: string, line: number): Promise<vscode.Range | undefined> {
  await vscode.workspace.openTextDocument(uri);
  const distance = ({ range }: vscode.Diagnostic): number => Math.abs(range.start.line - line);
  const [nearest] = vscode.languages
    .getDiagnostics(uri)
    .filter(({ source, code }) => source === 'plinth' && (typeof code === 'object' ? code.value : code) === rule)
    .sort((a, b) => distance(a) - distance(b));
  return nearest?.range;
}

/** Goes to where a risk is: its problem in the workspace where the manifest is there, else the field of the live object. */
export const goToRisk: Command = async (context, argument) => {
  const target = await riskTarget(context, argument, 'Go to a risk');
  if (target === undefined) return;
  const { finding, cluster } = target;
  const object = { ...finding.object, namespace: finding.object.namespace, uid: '' };
  const [place] = await manifestsOf(context.session, object);
  if (place !== undefined) {
    const range = await problemIn(vscode.Uri.parse(place.uri), finding.rule, place.range.start.line);
    return openPlace(range === undefined ? place : { ...place, range });
  }
  const editor = await context.documents.show({ shows: 'yaml', context: cluster.context.id, object });
  const at = editor.document.positionAt(context.sidebar.core().placeOf(editor.document.getText(), finding.path));
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
};

/** Opens the page of the rule that a risk breaks. */
export const explainRisk: Command = async (context, argument) => {
  const target = await riskTarget(context, argument, 'Explain a risk');
  if (target !== undefined) await explainRule(context, target.finding.rule);
};
