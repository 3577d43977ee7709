import { NOT_BEGUN, type StepRecord } from './journal-model.ts';

type Named = Pick<StepRecord, 'id' | 'title'>;

/**
 * In what the steps that are planned now differ from those of an operation's record, in sentences; empty: in nothing. What is taken up again is planned from what is seen then,
 * and who goes on should know where that is not what was agreed to. Steps are the same by their ids.
 */
export function differingSteps(recorded: readonly StepRecord[], planned: readonly Named[]): readonly string[] {
  const now = new Map(planned.map((step) => [step.id, step]));
  const before = new Map(recorded.map((step) => [step.id, step]));
  const gone = recorded.filter(({ id }) => !now.has(id));
  const begun = gone.filter(({ state }) => !NOT_BEGUN.includes(state) && state !== 'undone');
  const idle = gone.filter((step) => !begun.includes(step));
  const added = planned.filter(({ id }) => !before.has(id));
  const renamed = planned.flatMap(({ id, title }) => {
    const was = before.get(id)?.title;
    return was === undefined || was === title ? [] : [`«${was}» is now «${title}».`];
  });
  const common = (steps: readonly Named[]): string =>
    steps.flatMap(({ id }) => (now.has(id) && before.has(id) ? [id] : [])).join('\n');
  return [
    ...begun.map(({ title }) => `«${title}» was begun, and is planned no more: it is neither finished nor taken back.`),
    ...idle.map(({ title }) => `«${title}» is planned no more.`),
    ...added.map(({ title }) => `«${title}» is new.`),
    ...renamed,
    ...(common(recorded) === common(planned) ? [] : ['The steps come in another order.']),
  ];
}
