import type { Step } from '../../../runner/step.ts';
import { asSetFact, SET_STANDING, type SetStanding } from './set-standing.ts';

/** Writes down how the set stands, with the names of all its volumes, before anything is made or changed: a runner that takes the operation up sees it changed. */
export function recordSetStep(standing: SetStanding): Step {
  const volumes = standing.volumes.map(({ claim, volume }) => `${claim.name} (${volume})`).join(', ');
  const words = `replicas: ${standing.replicas}, of which ready: ${standing.ready}; volumes: ${volumes}`;
  return {
    id: 'record',
    title: 'Write down how the database stands, and what its volumes are called',
    commands: [],
    needs: [],
    removesWrites: false,
    deadline: 60,
    observe: ({ facts }) =>
      Promise.resolve(
        facts[SET_STANDING] === undefined
          ? { state: 'todo', evidence: `It is not written down yet: ${words}.` }
          : { state: 'done', evidence: `It is written down: ${words}.` },
      ),
    act: (hand) => hand.keep(SET_STANDING, asSetFact(standing)),
  };
}
