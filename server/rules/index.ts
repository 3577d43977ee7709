export { allRules, ruleById } from './catalogue.ts';
export type { AnyRule } from './catalogue.ts';
export { RuleSet } from './rule-set.ts';
export { troubles } from './trouble.ts';
