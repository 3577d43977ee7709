import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { notBack } from '../../procedures/members/back.ts';
import { followerOf, readStandings } from '../../procedures/members/standing.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import type { Noted } from '../standby/noted.ts';
import { membersOf, switchingOf, type StandbySet } from '../standby/standby-set.ts';
import { execCommand, factsOf } from '../switchover/switching.ts';
import { keepAsked } from './made-for.ts';

const PAUSE = 1_000;

/**
 * Waits until the new member follows: it says so, it is Ready and close behind, its data are those of this database and on the primary's history, and the primary sees it, too. One that accepts writes is a
 * second primary: that is not waited for.
 */
export function followsStep(set: StandbySet, container: string, noted: Noted, deadline: number): Step {
  const { member, primary, to } = noted;
  const { namespace } = set.name;
  const members = membersOf(set, container, to);
  const switching = switchingOf(set, container, primary, member);
  const observe = async (hand: Hand): Promise<Observation> => {
    const all = await readStandings(hand, members);
    const own = all.find(({ name }) => name === member);
    const leads = all.filter(({ answer }) => answer?.writable === true);
    if (leads.some(({ name }) => name === member))
      return {
        state: 'impossible',
        evidence: `${member} accepts writes${leads.length > 1 ? ', and so does another member' : ''}: it does not follow.`,
      };
    const [lead] = leads;
    if (own === undefined || lead === undefined)
      return { state: 'partial', evidence: 'No member accepts writes at this moment.' };
    const reason = notBack(own, all, { singleWriter: true });
    if (reason !== undefined) return { state: 'partial', evidence: reason };
    if (followerOf(lead, own) === undefined)
      return { state: 'partial', evidence: `${lead.name} does not see ${member} among those who read from it yet.` };
    const [theirs, facts] = await Promise.all([
      factsOf(hand, { ...switching, leader: lead.name }, lead.name),
      factsOf(hand, switching, member),
    ]);
    if (theirs.facts === undefined || facts.facts === undefined)
      return { state: 'partial', evidence: theirs.why ?? facts.why ?? 'no answer' };
    if (!set.switching.follows(theirs.facts, facts.facts))
      return { state: 'partial', evidence: `${member} receives nothing on the history of ${lead.name} yet.` };
    return {
      state: 'done',
      evidence: `${member} follows ${lead.name}, and ${lead.name} sees it; it is at ${facts.facts['position'] ?? 'a position that it does not tell'}.`,
    };
  };
  return {
    id: 'follows',
    title: `Wait until ${member} follows, by what it says and what ${primary} sees`,
    commands: [execCommand(switching, member), execCommand(switching, primary)],
    needs: [
      { verb: 'get', resource: RESOURCES.pods, namespace },
      ...['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
    ],
    removesWrites: false,
    deadline,
    observe,
    act: async (hand) => {
      for (let seen = await observe(hand); seen.state !== 'done'; seen = await observe(hand)) {
        if (seen.state === 'impossible') throw new ClusterTrouble('broken', seen.evidence);
        hand.tell({ text: seen.evidence });
        await keepAsked(hand, set, switching);
        await hand.sleep(PAUSE);
      }
    },
  };
}
