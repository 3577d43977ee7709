import { CodeActionKind, MessageType, ShowMessageNotification } from 'vscode-languageserver';
import type { CodeAction, CodeActionContext, Range } from 'vscode-languageserver';
import type { Finding } from '../linter/finding.ts';
import { editsOf, safeFix } from '../linter/fixing.ts';
import { SOURCE, toDiagnostic } from '../protocol/diagnostic.ts';
import { COMMANDS } from '../protocol/messages.ts';
import { safelyFixable } from '../session/fix-all.ts';
import type { Session } from '../session/session.ts';
import { editFor } from './code-action-resolve.ts';
import type { ActionData } from './code-action-resolve.ts';
import type { Feature } from './feature.ts';

/** The source action that editors may run on save. */
const FIX_ALL = `${CodeActionKind.SourceFixAll}.${SOURCE}`;

/** With more findings than this selected, fixes are offered without a try whether the text allows them: that is found out when one is chosen. */
const MANY = 50;

/** `textDocument/codeAction`: ways to mend or suppress what was found in a range, and fix-all. The edits come with `codeAction/resolve`. */
export const provideCodeActions: Feature = (session) => {
  const { connection, client, runner, reports } = session;
  if (!client.codeActionLiterals) return {};
  connection.onCodeAction(({ textDocument: { uri }, range, context }, token) =>
    runner.answer<CodeAction[]>('textDocument/codeAction', token, [], async () => {
      const path = await session.settled(uri);
      const findings = reports.findings(path);
      const here = findings
        .map((finding, index) => ({ finding, index }))
        .filter(({ finding }) => touches(finding, range));
      const actions = [
        ...(wants(context, CodeActionKind.QuickFix) ? quickFixes(session, uri, findings, here) : []),
        ...(wants(context, FIX_ALL) && context.only ? fixAllAction(uri, findings, FIX_ALL) : []),
      ];
      return client.resolvesEdits ? actions : actions.flatMap((action) => resolved(session, action));
    }),
  );
  connection.onCodeActionResolve((action, token) =>
    runner.answer('codeAction/resolve', token, action, async () => {
      const { uri } = action.data as ActionData;
      await session.settled(uri);
      const edit = editFor(session, action.data as ActionData);
      if (edit) return { ...action, edit };
      // Fix-all runs at every save: that there is nothing to do is no news.
      if ((action.data as ActionData).action === 'fix-all') return action;
      await connection.sendNotification(ShowMessageNotification.type, {
        type: MessageType.Warning,
        message: `«${action.title}» cannot be applied: the text does not allow it any more.`,
      });
      return action;
    }),
  );
  return {
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll, FIX_ALL],
      resolveProvider: client.resolvesEdits,
    },
  };
};

interface Here {
  readonly finding: Finding;
  readonly index: number;
}

function quickFixes(session: Session, uri: string, all: readonly Finding[], here: readonly Here[]): CodeAction[] {
  const mending = here.flatMap((one) => fixesOf(session, uri, one, here.length <= MANY));
  const rules = [...new Set(here.map(({ finding }) => finding.rule))];
  const byRule = rules.flatMap((rule): CodeAction[] => {
    const count = safelyFixable(all, rule).length;
    if (count < 2 || !here.some(({ finding }) => finding.rule === rule && safeFix(finding))) return [];
    const data: ActionData = { uri, action: 'fix-all', rule };
    return [{ title: `Fix all ${count} of ${rule} in this file`, kind: CodeActionKind.QuickFix, data }];
  });
  const everything = mending.length > 0 ? fixAllAction(uri, all, CodeActionKind.QuickFix, 2) : [];
  const suppressing = here.flatMap((one): CodeAction[] => {
    const data: ActionData = {
      uri,
      action: 'suppress',
      rule: one.finding.rule,
      index: one.index,
      range: one.finding.range,
    };
    const title = `Suppress ${one.finding.rule} here, with a reason`;
    const action = { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnosticOf(session, one)], data };
    return isSuppressible(session, one.finding) ? [action] : [];
  });
  const explaining = session.client.commands.has(COMMANDS.explainRule)
    ? rules.map((rule): CodeAction => {
        const title = `Explain ${rule}`;
        return {
          title,
          kind: CodeActionKind.QuickFix,
          command: { title, command: COMMANDS.explainRule, arguments: [rule] },
        };
      })
    : [];
  return [...mending, ...byRule, ...everything, ...suppressing, ...explaining];
}

/** Trouble with a file or with suppressions cannot be suppressed, and JSON knows no comments. */
function isSuppressible({ projects }: Session, { rule, uri }: Finding): boolean {
  const language = projects.linterOf(uri)?.workspace.files.get(uri)?.language;
  return language === 'yaml' && !/^(?:file|suppress)\//u.test(rule);
}

/** One action a fix, with `tries` only for those that the text allows; the only safe one of a finding is the preferred one. */
function fixesOf(session: Session, uri: string, one: Here, tries: boolean): CodeAction[] {
  const { rule, range, fixes } = one.finding;
  const possible = fixes
    .map((fix, number) => ({ fix, number }))
    .filter(({ fix }) => !tries || editsOf(fix) !== undefined);
  const safe = possible.filter(({ fix }) => fix.kind === 'safe');
  return possible.map(({ fix, number }) => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(session, one)],
    ...(session.client.preferredActions && safe.length === 1 && fix === safe[0]?.fix ? { isPreferred: true } : {}),
    data: { uri, action: 'fix', rule, index: one.index, range, fix: number } satisfies ActionData,
  }));
}

function fixAllAction(uri: string, all: readonly Finding[], kind: string, least = 1): CodeAction[] {
  const count = safelyFixable(all).length;
  if (count < least) return [];
  const data: ActionData = { uri, action: 'fix-all' };
  return [{ title: 'Fix all safe findings in this file', kind, data }];
}

function diagnosticOf({ client, documents }: Session, { finding }: Here) {
  return toDiagnostic(finding, client, (path) => documents.uriOf(path));
}

/** For clients that want the edit at once. */
function resolved(session: Session, action: CodeAction): CodeAction[] {
  const data = action.data as ActionData | undefined;
  if (data === undefined) return [action];
  const edit = editFor(session, data);
  return edit ? [{ ...action, edit }] : [];
}

/** Whether actions of a kind are asked for; a client that names no kinds wants all. */
function wants({ only }: CodeActionContext, kind: string): boolean {
  return only === undefined || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`) || wanted === '');
}

/** Ranges that share a place; a cursor at the end of a word counts as on it. */
function touches({ range: { start, end } }: Finding, range: Range): boolean {
  const isBefore = (a: Range['start'], b: Range['start']): boolean =>
    a.line < b.line || (a.line === b.line && a.character < b.character);
  return !isBefore(end, range.start) && !isBefore(range.end, start);
}
