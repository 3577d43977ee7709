import { pageOf } from '../server/rules/documentation.ts';
import { allRules, troubles } from '../server/rules/index.ts';
import type { RuleId, Severity } from '../server/rules/rule.ts';

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317648 (level) */
export const LEVELS = { error: 'error', warning: 'warning', info: 'note', hint: 'note' } as const;

/**
 * What code scanning shows of an alert about security: above 9 critical, from 7 high, from 4 medium, below low.
 * https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
 */
const SECURITY_SEVERITY = { error: '8.0', warning: '5.5', info: '3.0', hint: '1.0' } as const;
const PROBLEM_SEVERITY = {
  error: 'error',
  warning: 'warning',
  info: 'recommendation',
  hint: 'recommendation',
} as const;

/** A SARIF `reportingDescriptor`: what is to be known of a rule, its page among it. */
export function sarifRule(id: RuleId): object {
  const rule = allRules.find((one) => one.id === id);
  const { title, severity, why } = rule
    ? { ...rule, why: rule.why }
    : { ...(troubles.find((one) => one.id === id) ?? UNKNOWN), why: undefined };
  const page = pageOf(id) ?? title;
  const [area = ''] = id.split('/');
  const source = rule?.sources.find((one) => one.startsWith('https:'));
  return {
    id,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: why?.trim().split('\n\n')[0] ?? `${title}.` },
    help: { text: page, markdown: page },
    ...(source !== undefined && { helpUri: source }),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: [area, 'database', 'kubernetes'],
      precision: 'high',
      'problem.severity': PROBLEM_SEVERITY[severity],
      ...(area === 'security' && { 'security-severity': SECURITY_SEVERITY[severity] }),
    },
  };
}

const UNKNOWN: { readonly title: string; readonly severity: Severity } = { title: 'A finding', severity: 'warning' };
