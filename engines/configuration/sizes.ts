import type { Setting } from '../model/engine.ts';
import type { Source } from '../model/field.ts';
import { valueAt } from '../model/object.ts';
import type { Replacement, Reserved } from '../model/resources.ts';

export const KIB = 2 ** 10;
export const MIB = 2 ** 20;
export const GIB = 2 ** 30;

/** How an engine writes sizes. */
export interface SizeFormat {
  /** Bytes of a number without unit. */
  readonly plain: number;
  /** Bytes of each unit, by its name as it is compared (lower case unless `exact`). */
  readonly units: Readonly<Record<string, number>>;
  readonly exact?: boolean;
  readonly write: (bytes: number) => string;
}

/** The bytes that a text says; undefined for what is no size, and for templates. */
export function readSize(text: string, { plain, units, exact = false }: SizeFormat): number | undefined {
  const [, digits, letters = ''] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/u.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const unit = letters === '' ? plain : units[exact ? letters : letters.toLowerCase()];
  return unit === undefined ? undefined : Math.round(Number(digits) * unit);
}

/** What a setting reserves; nothing for zero, which switches the thing off or leaves it to the engine, and for what cannot be read. */
export function reservedBy(setting: Setting | undefined, format: SizeFormat, name = setting?.name ?? ''): Reserved[] {
  const bytes = setting === undefined ? undefined : readSize(setting.value, format);
  if (setting === undefined || bytes === undefined || bytes === 0) return [];
  const { value, source } = setting;
  const resized = (wanted: number): Replacement[] => {
    const written = writtenAt(source);
    const at = written.lastIndexOf(value);
    if (at < 0) return [];
    return [{ source, text: written.slice(0, at) + format.write(wanted) + written.slice(at + value.length) }];
  };
  return [{ name, text: value, bytes, source, resized }];
}

/** The text as it is written at a source; empty where there is none. */
export function writtenAt({ object, path, span }: Source): string {
  const value = valueAt(object.body, path);
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return span === undefined ? text : text.slice(...span);
}

/** Whole mebibytes, at least one. */
export function inMebibytes(bytes: number): number {
  return Math.max(1, Math.floor(bytes / MIB));
}
