import type { Diagnostic, Uri } from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';

/** Lets the rule's id beside a problem open the rule's page inside this editor, whatever address the server gave. */
function link(diagnostics: readonly Diagnostic[], addressOf: (rule: unknown) => Uri | undefined): void {
  for (const diagnostic of diagnostics) {
    const { code } = diagnostic;
    const value = typeof code === 'object' ? code.value : code;
    const target = addressOf(value);
    if (value !== undefined && target !== undefined) diagnostic.code = { value, target };
  }
}

/** Puts links to rule pages on diagnostics, pulled or pushed. */
export function linkProblems(addressOf: (rule: unknown) => Uri | undefined): Middleware {
  return {
    handleDiagnostics: (uri, diagnostics, next) => {
      link(diagnostics, addressOf);
      next(uri, diagnostics);
    },
    provideDiagnostics: async (document, previousResultId, token, next) => {
      const report = await next(document, previousResultId, token);
      if (report && 'items' in report) link(report.items, addressOf);
      return report;
    },
    provideWorkspaceDiagnostics: (resultIds, token, reporter, next) =>
      next(resultIds, token, (chunk) => {
        for (const report of chunk?.items ?? []) if ('items' in report) link(report.items, addressOf);
        reporter(chunk);
      }),
  };
}
