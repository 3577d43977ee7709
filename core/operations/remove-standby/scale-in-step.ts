import { RESOURCES } from '../../cluster/resources.ts';
import { readStandings } from '../../procedures/members/standing.ts';
import { scaleDownStep } from '../../procedures/scale/scale-step.ts';
import { placeOf } from '../../procedures/scale/set-seen.ts';
import { r18OwnedReplicas, r6WhenScaledDelete, refusalsOf } from '../../refusals/index.ts';
import type { Situation } from '../../runner/plan.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Refusal, Step } from '../../runner/step.ts';
import { notBack } from '../../procedures/members/back.ts';
import type { Noted } from '../standby/noted.ts';
import { membersOf, switchingOf, type StandbySet } from '../standby/standby-set.ts';
import { factsOf } from '../switchover/switching.ts';
import { roleRefusals } from './refusals.ts';

/** Seconds beside the server's grace period until the pod must be gone. */
const MARGIN = 600;

/** The last member goes, and its claims stay. Who leads, and for whom commits wait, is asked once more right before. */
export function scaleInStep(
  { database }: Situation,
  set: StandbySet,
  { member, primary, from, to, claims }: Noted,
): Step {
  const grace = set.server.model.pod.spec.at('terminationGracePeriodSeconds').number() ?? 30;
  const base = scaleDownStep({
    id: 'scale-in',
    title: `Scale ${set.name.set} to ${String(to.replicas)}, and wait until ${member} is gone`,
    ...set.name,
    from,
    to,
    deadline: grace + MARGIN,
    risk: `Sessions at ${member} end. ${claims.length === 0 ? 'It has no claim.' : `${claims.join(', ')} stay, with its data.`}`,
  });
  const { namespace } = set.name;
  return {
    ...base,
    // Who leads stays.
    removesWrites: false,
    needs: [
      ...base.needs,
      ...['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    ],
    preconditions: async (hand) => {
      const workload = await hand.see.read(placeOf(set.name), { signal: hand.signal });
      const seen = { connection: hand.see, database, workload, signal: hand.signal };
      return [...(await refusalsOf([r6WhenScaledDelete, r18OwnedReplicas], seen)), ...(await now(hand))];
    },
  };

  async function now(hand: Hand): Promise<readonly Refusal[]> {
    const switching = switchingOf(set, database.container, primary, member);
    const [lead, own] = [await factsOf(hand, switching, primary), await factsOf(hand, switching, member)];
    if (lead.facts?.['writable'] !== 'yes')
      return [
        {
          id: 'R15',
          kind: 'mend',
          what: `${primary} does not lead any more, or does not say so.`,
          evidence: lead.why ?? `it says that it is ${lead.facts['role'] ?? 'something unknown'}`,
          wayOut: 'Plan it anew once a member leads.',
        },
      ];
    const asked = [{ name: member, facts: own.facts, why: own.why }];
    return roleRefusals({ ...set, scale: from }, { primary, facts: lead.facts, asked });
  }
}

/** The others follow as before, and who leads accepts writes. */
export function othersFollowStep({ database }: Situation, set: StandbySet, { to }: Noted): Step {
  const members = membersOf(set, database.container, to);
  const { namespace } = set.name;
  const observe = async (hand: Hand): Promise<Observation> => {
    const all = await readStandings(hand, members);
    const reasons = all.flatMap((one) => notBack(one, all, { singleWriter: true }) ?? []);
    if (!all.some(({ answer }) => answer?.writable === true)) reasons.push('nobody accepts writes');
    const evidence = all.map(({ name, answer }) => `${name}: ${answer?.role ?? 'unknown'}`).join(', ');
    return reasons.length === 0 ? { state: 'done', evidence } : { state: 'todo', evidence: reasons.join('; ') };
  };
  return {
    id: 'others-follow',
    title: 'Make sure that the others follow as before',
    commands: [],
    needs: [
      { verb: 'get', resource: RESOURCES.pods, namespace },
      { verb: 'create', resource: RESOURCES.pods, subresource: 'exec', namespace },
    ],
    removesWrites: false,
    deadline: 300,
    observe,
    act: async (hand) => {
      for (let seen = await observe(hand); seen.state !== 'done'; seen = await observe(hand)) {
        hand.tell({ text: seen.evidence });
        await hand.sleep(1_000);
      }
    },
  };
}
