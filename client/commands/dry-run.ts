import * as vscode from 'vscode';
import { PLACES, WRITTEN_OBJECTS } from '../../server/protocol/messages.ts';
import type { PlacesResult, WrittenObjectsResult } from '../../server/protocol/messages.ts';
import type { Verdict, Written } from '../../core/dry-run/dry-run.ts';
import type { Command } from './context.ts';
import { dryRunWords } from './dry-run-words.ts';
import { contextTarget, openCluster } from './targets/pick.ts';

/** What the cluster has said to files; edits make it old. */
let problems: vscode.DiagnosticCollection | undefined;

function collection(extension: vscode.ExtensionContext): vscode.DiagnosticCollection {
  if (problems !== undefined) return problems;
  const made = vscode.languages.createDiagnosticCollection('plinth dry run');
  extension.subscriptions.push(
    made,
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) made.delete(document.uri);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => made.delete(uri)),
  );
  return (problems = made);
}

/** Asks a cluster what it would say to the manifests of the active file, and shows it at the lines. Changes nothing. */
export const dryRunFile: Command = async ({ session, sidebar, extension }) => {
  const client = await session.client();
  const document = vscode.window.activeTextEditor?.document;
  if (client === undefined || document === undefined) return;
  const title = 'What would the cluster say to this file?';
  const chosen = await contextTarget(sidebar, undefined, title, ({ view }) => view !== undefined);
  if (chosen === undefined) return;
  const { context, connection } = openCluster(sidebar, chosen.context.id);
  const { version, uri: file } = document;
  const uri = client.code2ProtocolConverter.asUri(file);
  const { objects } = await client.sendRequest<WrittenObjectsResult>(WRITTEN_OBJECTS, { uri });
  const known = objects.flatMap(({ body }, object) => (body === undefined ? [] : [{ object, body: body as Written }]));
  const location = vscode.ProgressLocation.Notification;
  const verdicts = await vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const stop = new AbortController();
    const end = token.onCancellationRequested(() => stop.abort());
    try {
      const bodies = known.map(({ body }) => body);
      const namespace = context.namespace ?? 'default';
      return await sidebar.core().dryRunAll(connection, bodies, { namespace, signal: stop.signal });
    } catch (error) {
      if (stop.signal.aborted) return undefined;
      throw error;
    } finally {
      end.dispose();
    }
  });
  if (verdicts === undefined) return;
  const faults = verdicts.flatMap((verdict, index) => faultsOf(verdict, known[index]?.object ?? 0));
  const { ranges } = await client.sendRequest<PlacesResult>(PLACES, { uri, fields: faults });
  if (document.version !== version) {
    void vscode.window.showWarningMessage('The text has changed meanwhile: ask once more.');
    return;
  }
  const shown = faults.flatMap(({ message }, index) => {
    const range = ranges[index];
    if (range === undefined || range === null) return [];
    const place = client.protocol2CodeConverter.asRange(range);
    const one = new vscode.Diagnostic(place, message, vscode.DiagnosticSeverity.Error);
    one.source = `plinth dry run, ${context.name}`;
    return [one];
  });
  collection(extension).set(file, shown);
  const sum = dryRunWords(context.name, objects.length, verdicts);
  if (shown.length === 0) void vscode.window.showInformationMessage(sum);
  else {
    const problemsPanel = 'Show Problems';
    void vscode.window.showWarningMessage(sum, problemsPanel).then((answer) => {
      if (answer === problemsPanel) void vscode.commands.executeCommand('workbench.actions.view.problems');
    });
  }
  return verdicts;
};

const faultsOf = (
  verdict: Verdict,
  object: number,
): { readonly object: number; readonly path: readonly (string | number)[]; readonly message: string }[] =>
  verdict.state === 'refused' ? verdict.faults.map((fault) => ({ object, ...fault })) : [];
