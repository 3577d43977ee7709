import { ENDED, type JournalRecord, type RunnerEvent } from '../../core/runner/index.ts';
import { plain } from './plain.ts';

/** One line for people on what a runner tells; undefined where nothing is to be said. */
export function eventText(event: RunnerEvent): string | undefined {
  const { record } = event;
  if (event.type === 'phase') {
    if (ENDED.includes(record.phase)) return undefined;
    return record.phase === 'undoing' ? `Taking back: ${plain(record.reason ?? 'it is to be taken back.')}` : undefined;
  }
  if (event.type === 'journal') return undefined;
  const index = record.steps.findIndex(({ id }) => id === event.step);
  const step = record.steps[index];
  if (step === undefined) return undefined;
  const head = `[${String(index + 1)}/${String(record.steps.length)}]`;
  if (event.type === 'progress') return `${head} ${plain(event.progress.text)}`;
  const evidence = step.evidence === undefined || step.state === 'running' ? '' : `: ${plain(step.evidence)}`;
  return `${head} ${plain(step.title)} – ${step.state}${evidence}`;
}

/** The same as an object for one line of JSON. Times are in milliseconds since 1970. */
export function eventData(event: RunnerEvent, at: number): Readonly<Record<string, unknown>> | undefined {
  const { record } = event;
  const base = { type: event.type, at, id: record.id, phase: record.phase };
  switch (event.type) {
    case 'phase':
      return { ...base, reason: record.reason };
    case 'step': {
      const step = record.steps.find(({ id }) => id === event.step);
      return { ...base, step: event.step, state: step?.state, evidence: step?.evidence };
    }
    case 'progress':
      return { ...base, step: event.step, progress: event.progress };
    case 'journal':
      return undefined;
  }
}

/** How it ended, with what a person has to do. */
export function endText(record: JournalRecord): string {
  const { title, phase, reason, attention = [], measured } = record;
  const seconds = measured?.['seconds'];
  const took = seconds === undefined ? '' : ` after ${String(Math.round(seconds * 10) / 10)} s`;
  const lines = [`${plain(title)}: ${phase}${took}. Journal: ${plain(record.id)}`];
  if (phase !== 'done' && reason !== undefined) lines.push(plain(reason));
  return [...lines, ...attention.map((command) => `to do: ${plain(command)}`)].join('\n');
}
