import { unfenceStep } from '../../procedures/fence/fence-steps.ts';
import type { Step } from '../../runner/step.ts';
import { madeOf, RELEASED, type Rejoining } from './rejoining.ts';

/** Takes the fence down: from here on the member's own server works on its data. */
export function releaseStep({ switching, fence }: Rejoining): Step {
  const { namespace, set, pod } = fence;
  const base = unfenceStep({ namespace, set, pod, until: 'released' });
  return {
    ...base,
    id: 'release',
    title: `Let ${pod} start, to follow ${switching.candidate}`,
    pointOfNoReturn: true,
    observe: (hand) =>
      hand.facts[RELEASED] === undefined
        ? Promise.resolve({ state: 'todo', evidence: `${pod} is kept away still.` })
        : base.observe(hand),
    preconditions: (hand) =>
      Promise.resolve(
        madeOf(hand.facts) === undefined
          ? [
              {
                id: 'R3',
                kind: 'never',
                what: `${pod} does not start with the data that it had.`,
                evidence: 'nothing says that they are those of a replica',
                wayOut: 'Take the operation up again.',
              },
            ]
          : [],
      ),
    act: async (hand) => {
      if (hand.facts[RELEASED] === undefined) await hand.keep(RELEASED, true);
      await base.act(hand);
    },
  };
}
