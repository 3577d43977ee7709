import type { Plan } from '../runner/plan.ts';

/** One step as a person confirmed it: what it does and how it is taken back. Measured values and estimates are no part of it. */
export interface ConfirmedStep {
  readonly id: string;
  readonly title: string;
  readonly commands: readonly string[];
  /** Commands of its way back; absent where there is none. */
  readonly undo?: readonly string[];
  readonly removesWrites: boolean;
  readonly pointOfNoReturn: boolean;
  readonly always: boolean;
}

/** The steps of a plan as they are confirmed. */
export function confirmedSteps({ steps }: Plan): readonly ConfirmedStep[] {
  return steps.map(({ id, title, commands, undo, removesWrites, pointOfNoReturn, always }) => ({
    id,
    title,
    commands,
    ...(undo === undefined ? {} : { undo: undo.commands }),
    removesWrites,
    pointOfNoReturn: pointOfNoReturn === true,
    always: always === true,
  }));
}

/** In words, the first thing in which a plan differs from what was confirmed; undefined where it does not. */
export function differenceFrom(confirmed: readonly ConfirmedStep[], plan: Plan): string | undefined {
  const now = confirmedSteps(plan);
  // Where it can no longer be planned at all, the reason is what a person wants to read.
  if (now.length === 0 && plan.refusals.length > 0)
    return `It is refused now: ${plan.refusals.map(({ what, evidence }) => `${what} (${evidence})`).join(' ')}`;
  for (const [index, wanted] of confirmed.entries()) {
    const found = now[index];
    if (found === undefined) return `«${wanted.title}» is no longer a step of it.`;
    if (found.id !== wanted.id) return `Its step ${index + 1} is now «${found.title}», and was «${wanted.title}».`;
    if (JSON.stringify(found) !== JSON.stringify(wanted)) return `«${wanted.title}» would now be done in another way.`;
  }
  const more = now[confirmed.length];
  return more === undefined ? undefined : `«${more.title}» has come to it.`;
}

/** Whether a plan has the very steps, by their ids: enough for taking up what has begun, where what is seen now changes words. */
export function hasSameSteps(confirmed: readonly Pick<ConfirmedStep, 'id'>[], { steps }: Plan): boolean {
  return steps.length === confirmed.length && steps.every(({ id }, index) => id === confirmed[index]?.id);
}
