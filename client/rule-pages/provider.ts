import * as vscode from 'vscode';
import { pageOf, RULE_SCHEME, ruleOf } from './addresses.ts';

/** The address of a rule's page inside the editor; undefined for what is no rule's id. */
export function addressOf(rule: unknown): vscode.Uri | undefined {
  const page = pageOf(rule);
  return page === undefined ? undefined : vscode.Uri.from({ scheme: RULE_SCHEME, path: `/${page}` });
}

/** Serves the pages that the extension carries in `docs/rules`. */
export function provideRulePages(extension: vscode.Uri): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(RULE_SCHEME, {
    provideTextDocumentContent: async ({ path }) => {
      const rule = ruleOf(path);
      if (rule === undefined) return `There is no rule at this address: ${path}`;
      try {
        const page = vscode.Uri.joinPath(extension, 'docs', 'rules', `${rule}.md`);
        return new TextDecoder().decode(await vscode.workspace.fs.readFile(page));
      } catch {
        return `This version of Plinth has no page for the rule \`${rule}\`.`;
      }
    },
  });
}
