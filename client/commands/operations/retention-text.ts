import type { Retention } from '../../../core/backups/retention.ts';

const RULES = ['last', 'daily', 'weekly', 'monthly', 'days'] as const satisfies readonly (keyof Retention)[];

const isRule = (word: string): word is (typeof RULES)[number] => RULES.some((one) => one === word);

/** `last 3, daily 7, weekly 4`. */
export const retentionText = (rules: Retention): string =>
  RULES.flatMap((rule) => (rules[rule] === undefined ? [] : [`${rule} ${rules[rule]}`])).join(', ');

/** Reads what {@link retentionText} writes; an equals sign may stand between, and the order is free. A text that makes no sense gives why. */
export function parseRetention(text: string): Retention | string {
  const rules: Partial<Record<keyof Retention, number>> = {};
  const parts = text.split(/[,;]/u).map((part) => part.trim());
  for (const part of parts.filter((one) => one !== '')) {
    const [, rule = '', number = ''] = /^([a-z]+)\s*[= ]\s*(\d+)$/u.exec(part) ?? [];
    if (!isRule(rule)) return `«${part}» is no rule: last 3, daily 7, weekly 4, monthly 6, days 30.`;
    const count = Number(number);
    if (count < 1 || count > 10_000) return `${rule} is a whole number from 1 to 10000.`;
    if (rules[rule] !== undefined) return `${rule} is said twice.`;
    rules[rule] = count;
  }
  return Object.keys(rules).length === 0 ? 'Say what stays: last 3, daily 7, weekly 4, monthly 6, days 30.' : rules;
}
