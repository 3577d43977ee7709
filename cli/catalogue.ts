import type { Colors } from 'picocolors/types';
import { pageOf } from '../server/rules/documentation.ts';
import { allRules, troubles } from '../server/rules/index.ts';
import { UsageError } from './usage-error.ts';

const all = [...allRules, ...troubles];

/** The rules as a table for people, or as JSON. */
export function listRules(format: 'text' | 'json', colors: Colors): string {
  const rows = all.map(({ id, severity, title }) => ({ id, severity, title, docs: `docs/rules/${id}.md` }));
  if (format === 'json') return `${JSON.stringify(rows, undefined, 2)}\n`;
  const width = Math.max(...rows.map(({ id }) => id.length));
  return rows
    .map(({ id, severity, title }) => `${colors.bold(id.padEnd(width))}  ${severity.padEnd(7)}  ${title}\n`)
    .join('');
}

/** The page of a rule. */
export function explain(id: string): string {
  const page = pageOf(id);
  if (page !== undefined) return page;
  const near = all.map((one) => one.id).filter((other) => other.includes(id) || other.endsWith(`/${id}`));
  const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : ' `plinth rules` lists them.';
  throw new UsageError(`There is no rule «${id}».${hint}`);
}
