import * as vscode from 'vscode';
import { addressOf } from '../rule-pages/provider.ts';
import type { Command, CommandContext } from './context.ts';

/** A rule as the settings' schema in package.json describes it; generated from the rules themselves. */
interface RuleSetting {
  readonly description?: string;
  readonly default?: string;
}

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Record<string, { properties?: Record<string, RuleSetting> }> };
  };
}

function rulesOf(context: CommandContext): [id: string, RuleSetting][] {
  const { contributes } = context.extension.extension.packageJSON as Manifest;
  return Object.entries(contributes.configuration.properties['plinth.rules']?.properties ?? {});
}

/** Opens the page of the rule with this id. */
async function open(rule: string): Promise<void> {
  const page = addressOf(rule);
  if (page === undefined) throw new Error(`«${rule}» is no rule's id: those look like storage/ephemeral-data.`);
  await vscode.commands.executeCommand('vscode.open', page);
}

/** The ids of Plinth's findings at the cursor, to offer their rules first. */
function rulesAtCursor(): ReadonlySet<unknown> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return new Set();
  const line = editor.selection.active.line;
  const here = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source, range }) => source === 'plinth' && range.start.line <= line && line <= range.end.line);
  return new Set(here.map(({ code }) => (typeof code === 'object' ? code.value : code)));
}

/** Asks for a rule, or takes the one that it is called with, and opens its page. */
export const explainRule: Command = async (context, rule) => {
  if (typeof rule === 'string') return open(rule);
  const here = rulesAtCursor();
  const items = rulesOf(context).map(([id, setting]) => ({
    label: id,
    description: here.has(id) ? 'at the cursor' : (setting.default ?? ''),
    detail: setting.description ?? '',
  }));
  items.sort((a, b) => Number(here.has(b.label)) - Number(here.has(a.label)) || a.label.localeCompare(b.label));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Explain a rule',
    placeHolder: 'Which rule? Type a part of its name or of what it finds',
    matchOnDetail: true,
  });
  return chosen === undefined ? undefined : open(chosen.label);
};
