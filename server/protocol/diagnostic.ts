import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Finding } from '../linter/finding.ts';
import type { RuleId, Severity } from '../rules/rule.ts';
import type { Client } from './capabilities.ts';
import { ruleLink } from './rule-link.ts';

export const SOURCE = 'plinth';

/** What a diagnostic carries for code actions and other tools: the rule, and what it is about. */
export interface DiagnosticData {
  readonly rule: RuleId;
  /** Kind/name. */
  readonly object: string;
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Editors fade what is not needed, and strike out what is no longer served. */
const TAGS: Readonly<Partial<Record<RuleId, DiagnosticTag[]>>> = {
  'suppress/unused': [DiagnosticTag.Unnecessary],
  'workload/removed-api': [DiagnosticTag.Deprecated],
};

/** A finding in the protocol's words, with as much as the client understands. */
export function toDiagnostic(finding: Finding, client: Client, uriOf: (path: string) => string): Diagnostic {
  const { rule, severity, message, range, related, object } = finding;
  const diagnostic: Diagnostic = { range, severity: SEVERITIES[severity], code: rule, source: SOURCE, message };
  if (client.codeDescription) diagnostic.codeDescription = { href: ruleLink(rule) };
  const tags = TAGS[rule];
  if (tags) diagnostic.tags = tags;
  if (client.relatedInformation && related.length > 0) {
    diagnostic.relatedInformation = related.map((one) => ({
      location: { uri: uriOf(one.uri), range: one.range },
      message: one.message,
    }));
  }
  if (client.diagnosticData) diagnostic.data = { rule, object } satisfies DiagnosticData;
  return diagnostic;
}
