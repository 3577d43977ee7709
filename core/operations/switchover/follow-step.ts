import { RESOURCES } from '../../cluster/resources.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { execCommand, factsOf, ran, withVariables, type Switching } from './switching.ts';

/** Seconds until a member must follow. */
const DEADLINE = 600;
const PAUSE = 500;

/** Lets one member follow the new primary. */
export function followNewStep(switching: Switching, member: string): Step {
  const { engine, context, candidate, leader, upstream, namespace } = switching;
  const observe = async (hand: Hand): Promise<Observation> => {
    const [primary, own] = await Promise.all([factsOf(hand, switching, candidate), factsOf(hand, switching, member)]);
    if (own.facts === undefined) return { state: 'partial', evidence: `${member} does not answer: ${own.why}.` };
    if (primary.facts !== undefined && engine.follows(primary.facts, own.facts))
      return { state: 'done', evidence: `${member} follows ${candidate} (${own.facts['position'] ?? ''}).` };
    return { state: 'todo', evidence: `${member} does not follow ${candidate} yet.` };
  };
  return {
    id: `follow-${member}`,
    title: `Let ${member} follow ${candidate}`,
    commands: [execCommand(switching, member)],
    needs: ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    removesWrites: false,
    deadline: DEADLINE,
    observe,
    act: async (hand) => {
      // The fenced primary keeps what the candidate has lost by its promotion.
      const text = withVariables({ HOST: upstream.host, PORT: String(upstream.port) }, engine.follow(context));
      for (let told = false; ;) {
        const seen = await observe(hand);
        if (seen.state === 'done') return;
        if (seen.state === 'todo' && !told) {
          const stdin = await ran(hand, switching, leader, engine.link(context));
          await ran(hand, switching, member, text, { stdin });
          told = true;
        }
        hand.tell({ text: seen.evidence });
        await hand.sleep(PAUSE);
      }
    },
  };
}
