import type { Step } from '../../runner/step.ts';
import { asFact, STANDING, type Standing } from './standing.ts';

/** Writes down how the database stands, before anything is made or changed: a runner that takes the operation up sees it changed. */
export function recordStep(standing: Standing): Step {
  const services = standing.services.map(({ name }) => name).join(', ');
  const words = `replicas: ${standing.replicas}, of which ready: ${standing.ready}; Services: ${services}`;
  return {
    id: 'record',
    title: 'Write down how the database stands',
    commands: [],
    needs: [],
    removesWrites: false,
    deadline: 60,
    observe: ({ facts }) =>
      Promise.resolve(
        facts[STANDING] === undefined
          ? { state: 'todo', evidence: `It is not written down yet: ${words}.` }
          : { state: 'done', evidence: `It is written down: ${words}.` },
      ),
    act: (hand) => hand.keep(STANDING, asFact(standing)),
  };
}
