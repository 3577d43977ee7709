import type { Range, WorkspaceEdit } from 'vscode-languageserver';
import type { Finding } from '../linter/finding.ts';
import { editsOf } from '../linter/fixing.ts';
import type { Edits } from '../linter/fixing.ts';
import type { Linter } from '../linter/linter.ts';
import { suppressEdit } from '../linter/suppress-edit.ts';
import { toWorkspaceEdit } from '../session/workspace-edit.ts';
import type { RuleId } from '../rules/rule.ts';
import { fixAll } from '../session/fix-all.ts';
import { pathOf } from '../session/paths.ts';
import type { Session } from '../session/session.ts';

/** What a code action carries until it is chosen: which finding of the file, and what to do about it. */
export type ActionData =
  | { readonly uri: string; readonly action: 'fix-all'; readonly rule?: RuleId }
  | (FindingData & { readonly action: 'suppress' })
  | (FindingData & { readonly action: 'fix'; readonly fix: number });

interface FindingData {
  readonly uri: string;
  readonly rule: RuleId;
  /** Its place among the findings of the file. */
  readonly index: number;
  readonly range: Range;
}

/** The edit of a chosen action; undefined where the text does not allow it, or is not what it was when the action was offered. */
export function editFor(session: Session, data: ActionData): WorkspaceEdit | undefined {
  const { client, documents, projects } = session;
  const path = pathOf(data.uri);
  const linter = projects.linterOf(path);
  const edits = linter && editsFor(session, linter, path, data);
  if (edits === undefined || edits.size === 0) return undefined;
  return toWorkspaceEdit(edits, { client, documents, fileAt: (file) => linter?.workspace.files.get(file) });
}

function editsFor(session: Session, linter: Linter, path: string, data: ActionData): Edits | undefined {
  if (data.action === 'fix-all') return fixAll(linter, path, data.rule);
  const finding = findAgain(session.reports.findings(path), data);
  if (finding === undefined) return undefined;
  if (data.action === 'suppress') {
    const edit = suppressEdit(finding, linter.workspace);
    return edit && new Map([[path, [edit]]]);
  }
  const fix = finding.fixes[data.fix];
  return fix && editsOf(fix);
}

function findAgain(findings: readonly Finding[], { rule, index, range }: FindingData): Finding | undefined {
  const isIt = (finding: Finding | undefined): boolean =>
    finding?.rule === rule &&
    finding.range.start.line === range.start.line &&
    finding.range.start.character === range.start.character;
  return isIt(findings[index]) ? findings[index] : findings.find(isIt);
}
