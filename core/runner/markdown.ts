import type { PlanDocument } from './document.ts';

/** A plan to read, print or attach to a ticket. */
export function planMarkdown(_document: PlanDocument): string {
  throw new Error('Not written yet.');
}
