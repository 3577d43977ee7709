import { plainValue } from '../documents/plain-scalars.ts';
import type { Json } from '../../engines/model/object.ts';

const PLACEHOLDER = Symbol('placeholder');
const COMMENTED = Symbol('commented');

/** What only the author can know: shown as a field to fill in where the editor knows snippets, else as the bare text. */
export interface Placeholder {
  readonly kind: typeof PLACEHOLDER;
  readonly text: string;
  readonly choices: readonly string[];
}

/** A value with a comment above its key or dash. */
export interface Commented {
  readonly kind: typeof COMMENTED;
  readonly comment: string;
  readonly value: EditValue;
}

/** Plain data to write, in which placeholders and comments may stand. */
export type EditValue =
  | string
  | number
  | boolean
  | null
  | Placeholder
  | Commented
  | readonly EditValue[]
  | { readonly [key: string]: EditValue };

/** A place to fill in; `text` is the proposal, which stands in the manifest unquoted (`10Gi`, `3`). */
export function placeholder(text: string, choices: readonly string[] = []): Placeholder {
  return { kind: PLACEHOLDER, text, choices };
}

/** `value` with comment lines above it; `text` without `#`. */
export function comment(text: string, value: EditValue): Commented {
  return { kind: COMMENTED, comment: text, value };
}

/** The value without the comment around it. */
export function uncommented(value: EditValue): Exclude<EditValue, Commented> {
  return isCommented(value) ? uncommented(value.value) : value;
}

export function isList(value: EditValue): value is readonly EditValue[] {
  return Array.isArray(value);
}

export function isPlaceholder(value: EditValue): value is Placeholder {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === PLACEHOLDER;
}

export function isCommented(value: EditValue): value is Commented {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === COMMENTED;
}

export function isMap(value: EditValue): value is Readonly<Record<string, EditValue>> {
  return typeof value === 'object' && value !== null && !isList(value) && !isPlaceholder(value) && !isCommented(value);
}

/** The data that reading the written value gives. */
export function toData(value: EditValue): Json {
  const bare = uncommented(value);
  if (isPlaceholder(bare)) return isPlainSyntax(bare.text) ? plainValue(bare.text) : bare.text;
  if (isList(bare)) return bare.map(toData);
  if (isMap(bare)) return Object.fromEntries(Object.entries(bare).map(([key, item]) => [key, toData(item)]));
  return bare;
}

/** True for a text that may stand unquoted, whatever type it then has. */
export function isPlainSyntax(text: string): boolean {
  return /^[\w./<+~(^$-][^\n\r\t:#,[\]{}]*$/.test(text) && !/^[-?](\s|$)|\s$|^---|^\.\.\./.test(text);
}
