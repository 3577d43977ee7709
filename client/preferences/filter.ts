import type { EngineId } from '../../engines/model/engine.ts';
import type { Health, LiveDatabase } from '../../core/inventory/model.ts';

/** What of a cluster is shown. Empty lists and an empty text let everything through. */
export interface Filter {
  /** Found anywhere in namespace, name, engine, version, workload or names of members; several words must all be found. */
  readonly text: string;
  readonly healths: readonly Health[];
  readonly engines: readonly EngineId[];
}

export const NO_FILTER: Filter = { text: '', healths: [], engines: [] };

/** Whether it leaves anything out. */
export const narrows = ({ text, healths, engines }: Filter): boolean =>
  text.trim() !== '' || healths.length > 0 || engines.length > 0;

/** Whether a database is shown. */
export function passes({ text, healths, engines }: Filter, database: LiveDatabase): boolean {
  if (healths.length > 0 && !healths.includes(database.health)) return false;
  if (engines.length > 0 && !engines.includes(database.engine)) return false;
  const { namespace, name, engineName, engine, version, workload, members } = database;
  const searched = [namespace, name, engineName, engine, version, workload.kind, ...members.map(({ pod }) => pod.name)]
    .join('\n')
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}

/** The filter in words: `«shop» · degraded, down · PostgreSQL`. */
export const filterWords = ({ text, healths, engines }: Filter): string =>
  [text.trim() === '' ? '' : `«${text.trim()}»`, healths.join(', '), engines.join(', ')].filter(Boolean).join(' · ');
