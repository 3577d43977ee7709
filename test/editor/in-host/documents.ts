import * as vscode from 'vscode';

const POLL_MS = 50;
const PATIENCE_MS = 15_000;

/** Waits until `get` gives something, and gives it. */
export async function eventually<T>(what: string, get: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await get();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`waited ${PATIENCE_MS / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Opens a file of the workspace in front. */
export async function open(name: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) throw new Error('no folder is open');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** The id of the rule that a diagnostic is of. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** Plinth's findings in a document, by now. */
export function findingsIn(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'plinth');
}

/** Plinth's findings in a document once there is one of `rule`. */
export function findingsWith(document: vscode.TextDocument, rule: string): Promise<vscode.Diagnostic[]> {
  return eventually(`a finding of ${rule}`, () => {
    const findings = findingsIn(document);
    return findings.some((finding) => ruleOf(finding) === rule) ? findings : undefined;
  });
}

/** Waits until no finding of `rule` is left in a document. */
export async function findingsWithout(document: vscode.TextDocument, rule: string): Promise<void> {
  await eventually(`no finding of ${rule}`, () =>
    findingsIn(document).some((finding) => ruleOf(finding) === rule) ? undefined : true,
  );
}
