import type { RuleId } from './rule.ts';

/** The annotation by which an object accepts a rule's finding, its value the reason. Keys allow one slash, so the rule's own is a dot. */
export function ignoreAnnotation(rule: RuleId): string {
  return `plinth.dev/ignore.${rule.replace('/', '.')}`;
}
