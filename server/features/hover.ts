import { MarkupKind } from 'vscode-languageserver';
import type { Hover, Position } from 'vscode-languageserver';
import type { Finding } from '../linter/finding.ts';
import type { Client } from '../protocol/capabilities.ts';
import { COMMANDS } from '../protocol/messages.ts';
import { ruleLink } from '../protocol/rule-link.ts';
import { ruleById } from '../rules/index.ts';
import type { RuleId } from '../rules/rule.ts';
import { classAt, classInMarkdown, classInPlainText } from './class-hover.ts';
import type { Feature } from './feature.ts';
import { fieldAt, fieldInMarkdown, fieldInPlainText } from './field-hover.ts';
import { escaped } from './markdown.ts';

/**
 * `textDocument/hover` on a finding's place: what it is about, why, and where to read on; all of them where several overlap. On the name of a
 * storage class: what the connected cluster has under that name. On the name of a field: what Kubernetes' schema says of it.
 */
export const provideHover: Feature = (session) => {
  const { connection, client, runner, reports } = session;
  connection.onHover(({ textDocument, position }, token) =>
    runner.answer<Hover | null>('textDocument/hover', token, null, async () => {
      const path = await session.settled(textDocument.uri);
      const here = reports.findings(path).filter(({ range }) => contains(range, position));
      const named = classAt(session, path, position);
      const field = fieldAt(session, path, position);
      const ranges = [
        ...(field ? [field.range] : []),
        ...(named ? [named.range] : []),
        ...here.map(({ range }) => range),
      ];
      const [first] = ranges;
      if (first === undefined) return null;
      const range = ranges.reduce((narrowest, one) => (isNarrower(one, narrowest) ? one : narrowest), first);
      const inWords = client.markdownHover ? classInMarkdown : classInPlainText;
      const sections = [
        ...(named ? [inWords(named.facts)] : []),
        ...here.map((finding) => (client.markdownHover ? inMarkdown(finding, client) : inPlainText(finding))),
        ...(field ? [client.markdownHover ? fieldInMarkdown(field) : fieldInPlainText(field)] : []),
      ];
      return client.markdownHover
        ? { range, contents: { kind: MarkupKind.Markdown, value: sections.join('\n\n---\n\n') } }
        : { range, contents: { kind: MarkupKind.PlainText, value: sections.join('\n\n') } };
    }),
  );
  return { hoverProvider: true };
};

/** The rule's title and why. Editors show the finding's own message beside it: repeating it would hide the rest. */
function inMarkdown({ rule, message }: Finding, client: Client): string {
  const known = ruleById(rule);
  const parts = known ? [`**${escaped(known.title)}**`, known.why.trim()] : [escaped(message)];
  return [...parts, `[Examples, fixes and sources](${pageLink(rule, client)})`].join('\n\n');
}

/** Editors follow no unknown address out of Markdown; a client that has the command opens the page by it. */
function pageLink(rule: RuleId, client: Client): string {
  return client.commands.has(COMMANDS.explainRule)
    ? `command:${COMMANDS.explainRule}?${encodeURIComponent(JSON.stringify([rule]))}`
    : ruleLink(rule);
}

function inPlainText({ rule, message }: Finding): string {
  const why = ruleById(rule)?.why.trim();
  return [message, ...(why === undefined ? [] : [why]), rule].join('\n');
}

/** Whether a place lies in a range; an empty range is met at its place, and the end counts too. */
function contains({ start, end }: Finding['range'], { line, character }: Position): boolean {
  const afterStart = line > start.line || (line === start.line && character >= start.character);
  const beforeEnd = line < end.line || (line === end.line && character <= end.character);
  return afterStart && beforeEnd;
}

function isNarrower(a: Finding['range'], b: Finding['range']): boolean {
  const lines = a.end.line - a.start.line - (b.end.line - b.start.line);
  return lines < 0 || (lines === 0 && a.end.character - a.start.character < b.end.character - b.start.character);
}
