import type { RuleId, Severity } from '../rules/rule.ts';
import type { Configuration } from '../workspace/configuration.ts';
import type { ResourceSettings } from './settings.ts';

/** Lays the editor's settings over what `.plinth.yaml` says; `rules` are all rules that patterns such as `probes/*` may mean. */
export function withSettings(own: Configuration, settings: ResourceSettings, rules: readonly RuleId[]): Configuration {
  return {
    ...own,
    rules: new Map([...own.rules, ...severities(settings.rules, rules)]),
    ignore: [...own.ignore, ...settings.ignore],
    kubernetesVersion: own.kubernetesVersion ?? settings.kubernetesVersion,
  };
}

/** Severities by rule. What names a rule wins over its area, and an area over `*`, whatever their order. */
export function severities(
  wanted: ReadonlyMap<string, Severity | 'off'>,
  rules: readonly RuleId[],
): Map<RuleId, Severity | 'off'> {
  const found = new Map<RuleId, Severity | 'off'>();
  if (wanted.size === 0) return found;
  for (const rule of rules) {
    const area = rule.slice(0, rule.indexOf('/'));
    const severity = wanted.get(rule) ?? wanted.get(`${area}/*`) ?? wanted.get('*');
    if (severity !== undefined) found.set(rule, severity);
  }
  return found;
}
