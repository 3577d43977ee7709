import type { RunnerEvent } from '../runner/events.ts';
import type { JournalRecord } from '../runner/journal-model.ts';

/** What a runner elsewhere has told between two states of its journal: the events that it would have told here, as far as the journal has them. */
export function eventsBetween(before: JournalRecord | undefined, record: JournalRecord): readonly RunnerEvent[] {
  const events: RunnerEvent[] = [];
  if (before === undefined || (before.phase !== record.phase && record.ended === undefined))
    events.push({ type: 'phase', record });
  for (const step of record.steps) {
    const known = before?.steps.find(({ id }) => id === step.id);
    const isNew = known === undefined ? step.state !== 'waiting' : known.state !== step.state;
    const changed: readonly RunnerEvent[] = isNew ? [{ type: 'step', record, step: step.id }] : [];
    const { progress } = step;
    const isTold = progress !== undefined && progress.at !== known?.progress?.at;
    const told: readonly RunnerEvent[] = isTold ? [{ type: 'progress', record, step: step.id, progress }] : [];
    // What it told last belongs before its end.
    const isAtIt = step.state === 'running' || step.state === 'undoing';
    events.push(...(isAtIt ? [...changed, ...told] : [...told, ...changed]));
  }
  events.push({ type: 'journal', record });
  // The end comes last.
  if (before !== undefined && before.phase !== record.phase && record.ended !== undefined)
    events.push({ type: 'phase', record });
  return events;
}
