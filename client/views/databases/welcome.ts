import type { KubeContexts } from '../../../core/cluster/context.ts';

/** What the view shows instead of rows, as package.json's `viewsWelcome` names it in `plinth.contexts`. */
export type Welcome = 'reading' | 'none' | 'hidden' | 'some';

/** Which welcome fits; `shown` is how many contexts have a row. */
export function welcome(found: KubeContexts | undefined, shown: number): Welcome {
  if (found === undefined) return 'reading';
  if (shown > 0) return 'some';
  return found.contexts.length > 0 ? 'hidden' : 'none';
}

/** Sentences above the rows, which the editor shows instead of a welcome: kubeconfigs that could not be read, and the filter. */
export function message(found: KubeContexts | undefined, filter: string): string | undefined {
  const lines = (found?.unreadable ?? []).map((one) => one.message);
  if (filter !== '') lines.push(`Filter: ${filter}`);
  return lines.length === 0 ? undefined : lines.join('\n');
}
