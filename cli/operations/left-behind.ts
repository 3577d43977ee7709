import type { JournalRecord } from '../../core/runner/index.ts';
import { plain } from './plain.ts';

/** The commands that go on with an operation, or take it back, in words. */
export function howToGoOn(id: string, namespace: string): string {
  return `\`plinth resume ${plain(id)} -n ${plain(namespace)}\` goes on with it, \`plinth rollback ${plain(id)} -n ${plain(namespace)}\` takes it back.`;
}

/** What stood when an operation was last seen, step by step in one line. Undefined record: it had not begun. */
export function lastSeen(record: JournalRecord | undefined): string {
  if (record === undefined) return 'It was not seen to begin.';
  const done = record.steps.filter(({ state }) => state === 'done' || state === 'skipped').length;
  const at = record.steps.find(({ state }) => state === 'running' || state === 'undoing');
  const where = at === undefined ? '' : `, at «${plain(at.title)}»`;
  return `Last seen: ${record.phase}, ${String(done)} of ${String(record.steps.length)} steps done${where}.`;
}
