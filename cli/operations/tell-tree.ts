import type { JournalRecord, PlanDocument, RunnerEvent, StepRecord } from '../../core/runner/index.ts';
import { DrawnList, type Renderer } from './drawn-list.ts';
import type { Paper } from './list.ts';
import { tellLines } from './tell-lines.ts';
import type { Teller } from './teller.ts';

/** A teller that draws, and can say how its lines stand. */
export interface TreeTeller extends Teller {
  readonly states: () => readonly string[];
}

/**
 * Draws the steps of an operation in place, on a terminal, each with a sign of how it stands; below them, where it is taken back, what is taken back. The plan and what
 * is said beside it stay lines.
 */
export function tellTree(paper: Paper, renderer: Renderer = 'default'): TreeTeller {
  const lines = tellLines(paper);
  let document: PlanDocument | undefined;
  let forward: DrawnList | undefined;
  let back: DrawnList | undefined;
  const turnBack = ({ steps, reason = '' }: JournalRecord): void => {
    if (document === undefined || forward === undefined || back !== undefined) return;
    back = new DrawnList(titlesBack(document, steps), renderer, forward.close('not begun'));
    for (const { id } of steps) back.line(id)?.tell(reason);
  };
  const close = async (): Promise<void> => {
    await forward?.close('not run');
    await back?.close('nothing to take back');
  };
  return {
    ...lines,
    begin: (plan) => {
      document = plan;
      forward = new DrawnList(new Map(plan.steps.map(({ id, title }) => [id, title])), renderer);
    },
    event: (event) => {
      if (event.record.phase === 'undoing') turnBack(event.record);
      const list = back ?? forward;
      if (event.type === 'progress') list?.line(event.step)?.tell(event.progress.text);
      if (event.type === 'step') show(event, list);
    },
    say: (remark, text, more) => {
      const list = back ?? forward;
      const at = remark === 'cancel' ? document?.steps.map(({ id }) => list?.line(id)) : undefined;
      if (at === undefined) lines.say(remark, text, more);
      else for (const line of at) line?.tell(text);
    },
    end: async (record, code) => {
      for (const { id, state, evidence = '' } of record.steps)
        if (state === 'undoing') back?.line(id)?.end({ state: 'failed', why: evidence });
      await close();
      await lines.end(record, code);
    },
    close,
    states: () => [...(forward?.states ?? []), ...(back?.states ?? [])],
  };
}

/** What is still to be seen when an operation turns back: the ways back of what was begun, the last first, and what is run in any case. */
function titlesBack({ steps }: PlanDocument, records: readonly StepRecord[]): ReadonlyMap<string, string> {
  const stateOf = new Map(records.map(({ id, state }) => [id, state]));
  const undone = steps.filter(({ id, undo, always }) => {
    const state = stateOf.get(id);
    return undo !== undefined && !always && state !== 'waiting' && state !== 'skipped';
  });
  const cleaning = steps.filter(({ id, always }) => always && stateOf.get(id) === 'waiting');
  return new Map([
    ...undone.reverse().map(({ id, title, undo }) => [id, `Take back: ${undo?.title ?? title}`] as const),
    ...cleaning.map(({ id, title }) => [id, title] as const),
  ]);
}

function show({ record, step: id }: Extract<RunnerEvent, { type: 'step' }>, list: DrawnList | undefined): void {
  const line = list?.line(id);
  const { state, evidence = '' } = record.steps.find((step) => step.id === id) ?? { state: 'waiting' };
  if (state === 'done' || state === 'undone') line?.end({ state: 'done' });
  else if (state === 'skipped') line?.end({ state: 'skipped', why: `found done: ${evidence}` });
  else if (state === 'failed') line?.end({ state: 'failed', why: evidence });
  else if (evidence !== '') line?.tell(evidence);
}
