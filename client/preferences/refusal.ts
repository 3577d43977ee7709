import type { ContextRules } from './context-rules.ts';

/** Why something that may change data is refused in a context; undefined where it is not. */
export function refusal(
  { protection }: Pick<ContextRules, 'protection'>,
  context: string,
  what: string,
): string | undefined {
  if (protection !== 'read-only') return undefined;
  return `The context «${context}» is read-only for Plinth, and ${what.charAt(0).toLowerCase()}${what.slice(1)} may change data. The setting plinth.contexts says so.`;
}
