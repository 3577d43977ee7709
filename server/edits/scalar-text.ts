import { stringify } from 'yaml';
import { plainValue } from '../documents/plain-scalars.ts';
import type { Style } from './style.ts';

/** Where a scalar is to stand: in block style, or inside braces or brackets, where commas and brackets end it. */
export type Context = 'block' | 'flow';

/**
 * A scalar on one line. Strings are quoted only where some reader, of YAML 1.1 or 1.2, would take them for something else.
 */
export function scalarText(value: string | number | boolean | null, context: Context, style: Style): string {
  if (typeof value !== 'string') return String(value);
  return isPlain(value, context) ? value : quoted(value, style);
}

/** A string in the quotes that the author prefers, or in double ones where single ones cannot hold it. */
export function quoted(value: string, style: Style): string {
  if (style.quote === "'" && isPrintable(value)) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value);
}

function isPrintable(value: string): boolean {
  return !/[\p{Cc}\p{Zl}\p{Zp}\uFEFF]/u.test(value);
}

function isPlain(value: string, context: Context): boolean {
  if (value.length > 1000 || !isPrintable(value) || plainValue(value) !== value) return false;
  if (context === 'flow' && /[,[\]{}]|^-$|:$/.test(value)) return false;
  if (value.includes('{{')) return false;
  return stringify(value, { version: '1.1', lineWidth: 0, blockQuote: false }).trimEnd() === value;
}

/** The header and the lines of a string that a text block can hold; undefined for one that has to be quoted. */
export function blockText(value: string): { header: string; lines: string[] } | undefined {
  const content = value.endsWith('\n') ? value.slice(0, -1) : value;
  if (!content.includes('\n') && content === value) return undefined;
  const lines = content.split('\n');
  if (lines[0] === '' || lines.at(-1)?.trim() === '' || /^\s/.test(lines[0] ?? '')) return undefined;
  if (!lines.every((line) => isPrintable(line.replaceAll('\t', '')))) return undefined;
  if (lines.some((line) => line !== '' && line.trim() === '')) return undefined;
  return { header: content === value ? '|-' : '|', lines };
}
