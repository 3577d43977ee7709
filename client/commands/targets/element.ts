import type { Element } from '../../views/databases/element.ts';

/** The row that a command was called on; undefined where it was called from the palette. */
export function elementOf(argument: unknown): Element | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  return 'kind' in argument && 'context' in argument ? (argument as Element) : undefined;
}
