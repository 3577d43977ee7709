import type { RuleId } from '../rules/rule.ts';

/**
 * The address of a rule's page, as diagnostics and hovers carry it. The editor's client knows the scheme and shows the page from the
 * extension's own files; nothing needs the network.
 */
export function ruleLink(rule: RuleId): string {
  return `plinth-rule:/${rule}.md`;
}
