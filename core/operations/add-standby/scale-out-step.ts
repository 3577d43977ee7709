import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { readStandings } from '../../procedures/members/standing.ts';
import { ask, scaleUpStep } from '../../procedures/scale/scale-step.ts';
import { readSet } from '../../procedures/scale/set-seen.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step, Undo } from '../../runner/step.ts';
import { release } from '../standby/kept-steps.ts';
import { keepAsked, madeFor } from './made-for.ts';
import type { Noted } from '../standby/noted.ts';
import { membersOf, switchingOf, type StandbySet } from '../standby/standby-set.ts';

/** Seconds until the set asks for one more. */
const DEADLINE = 120;

/**
 * The set asks for one member more; whether it follows is waited for by the next step, which is why this one does not wait. Taken back, the set asks for as many as before, what the primary
 * has come to keep for the new member is dropped, and its claims stay.
 */
export function scaleOutStep(set: StandbySet, container: string, noted: Noted): Step {
  const { name } = set;
  const { from, to, member, claims } = noted;
  const { namespace } = name;
  const base = scaleUpStep({
    id: 'scale-out',
    title: `Scale ${name.set} to ${String(to.replicas)}: ${member} comes`,
    ...name,
    from,
    to,
    deadline: DEADLINE,
    risk: `${member} reads all data of the primary once${claims.length === 0 ? '' : `, into ${claims.join(', ')}, which is made`}.`,
  });
  const back = base.undo;
  if (back === undefined) throw new Error('a set that was scaled up can be scaled back');
  return {
    ...base,
    removesWrites: false,
    needs: [
      ...base.needs,
      ...['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    ],
    observe: async (hand) => {
      const seen = await base.observe(hand);
      return seen.state === 'partial' ? { ...seen, state: 'done' } : seen;
    },
    act: (hand) => ask(hand, name, to),
    undo: wayBack(set, container, noted, back),
  };
}

function wayBack(set: StandbySet, container: string, { member, primary, to, claims, kept }: Noted, back: Undo): Undo {
  const switching = switchingOf(set, container, primary, member);
  const { membership, name } = set;
  return {
    title: `${back.title}; ${claims.length === 0 ? `${member} has no claim` : `${claims.join(', ')} stay`}`,
    commands: back.commands,
    act: async (hand) => {
      if ((await readSet(hand, name)).replicas === to.replicas) {
        await notTheOnlyWriter(hand);
        await keepAsked(hand, set, switching);
      }
      await back.act(hand);
      await release(hand, switching, membership, (await madeFor(hand, set, switching, kept)) ?? []);
      if (claims.length > 0) hand.tell({ text: `${claims.join(', ')} stay: nobody deletes them.` });
    },
    verify: async (hand) => {
      const seen = await back.verify(hand);
      if (seen.state !== 'done') return seen;
      const left = await madeFor(hand, set, switching, kept);
      return left?.length === 0
        ? seen
        : {
            state: 'todo',
            evidence: `${primary} keeps ${left?.join(', ') ?? 'nobody knows what'} for ${member} still.`,
          };
    },
  };

  /** Somebody may have promoted it meanwhile: it is not scaled away then, nor while nobody can tell. */
  async function notTheOnlyWriter(hand: Hand): Promise<void> {
    const all = await readStandings(hand, membersOf(set, container, to));
    if (all.some(({ name: other, answer }) => other !== member && answer?.writable === true)) return;
    const own = all.find((one) => one.name === member);
    if (own?.uid === undefined || own.answer?.writable === false) return;
    throw new ClusterTrouble(
      'broken',
      own.answer === undefined
        ? `No other member accepts writes, and ${member} does not say whether it does: it stays.`
        : `${member} leads now: it stays. Switch over before it is removed.`,
    );
  }
}
