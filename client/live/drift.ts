import type { Drift } from '../../core/inventory/drift/compare.ts';

const value = (said: unknown): string => (said === undefined ? '(not set)' : JSON.stringify(said));

/** A comparison as text: why it knows no more, and every field that differs. */
export function driftText(heading: string, { fields, why }: Drift): string {
  const lines = fields.flatMap(({ place, live, manifest }) => [
    place,
    `  live:     ${value(live)}`,
    `  manifest: ${value(manifest)}`,
  ]);
  return `${[heading, ...(why === undefined ? [] : [why]), '', ...lines].join('\n')}\n`;
}
