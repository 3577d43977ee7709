import { AWAY_FROM } from '../../procedures/door/away.ts';
import { cameBackWrong, notBack } from '../../procedures/members/back.ts';
import { lagOf, readStanding, readStandings, type Standing } from '../../procedures/members/standing.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Refusal, Step } from '../../runner/step.ts';
import { evict, evictCommand, evictNeeds, PAUSE } from './evict.ts';
import { uidBefore, type Restarting } from './restarting.ts';

/** Seconds for a member to end, start, recover and catch up. */
export const MEMBER_DEADLINE = 1_800;

/** Restarts a member that does not accept writes, and waits until it is back: a restart is no recovery. */
export function memberStep(restarting: Restarting, name: string): Step {
  const { namespace } = restarting.members;
  return {
    id: `restart-${name}`,
    title: `Restart ${name}, and wait until it is back`,
    commands: [evictCommand(namespace, name)],
    needs: evictNeeds(namespace),
    risk: `Sessions at ${name} end.`,
    removesWrites: false,
    deadline: MEMBER_DEADLINE,
    observe: (hand) => observe(hand, restarting, name),
    preconditions: (hand) => unsafe(hand, restarting, name),
    act: async (hand) => {
      for (;;) {
        const seen = await look(hand, restarting, name);
        if (seen.reason === undefined) return;
        if (seen.isOld) await evict(hand, namespace, seen.standing);
        else tell(hand, seen.reason, seen.standing, seen.all);
        await hand.sleep(PAUSE);
      }
    },
  };
}

interface Look {
  readonly standing: Standing;
  readonly all: readonly Standing[];
  /** The pod is the one of before, and has not been told to end. */
  readonly isOld: boolean;
  /** Why it does not count as restarted and back; undefined: it does. */
  readonly reason: string | undefined;
}

/** The others are asked only where the pod is new. Throws where waiting does not help. */
async function look(hand: Hand, restarting: Restarting, name: string): Promise<Look> {
  const standing = await readStanding(hand, restarting.members, name);
  const before = uidBefore(hand, restarting, name);
  if (standing.uid !== undefined && standing.uid === before) {
    const reason = standing.ending ? `${name} is ending` : `${name} runs in its old pod`;
    return { standing, all: [], isOld: !standing.ending, reason };
  }
  // It was back before the primary's turn came, else that had not come. Behind the closed door it may not find its primary: that is waited for at the end.
  if (hand.facts[AWAY_FROM] !== undefined && standing.uid !== undefined && !standing.ending)
    return { standing, all: [], isOld: false, reason: undefined };
  const others = restarting.members.names.filter((other) => other !== name);
  const all = [standing, ...(await readStandings(hand, { ...restarting.members, names: others }))];
  const wrong = cameBackWrong(standing, all, restarting);
  if (wrong !== undefined) throw new Error(wrong);
  return { standing, all, isOld: false, reason: notBack(standing, all, restarting) };
}

function tell(hand: Hand, text: string, standing: Standing, all: readonly Standing[]): void {
  const { bytes, seconds } = lagOf(standing, all) ?? {};
  const measures = {
    ...(bytes === undefined ? {} : { lagBytes: bytes }),
    ...(seconds === undefined ? {} : { lagSeconds: seconds }),
  };
  hand.tell({ text, ...(Object.keys(measures).length === 0 ? {} : { measures }) });
}

async function observe(hand: Hand, restarting: Restarting, name: string): Promise<Observation> {
  const { isOld, reason } = await look(hand, restarting, name).catch((error: unknown) => {
    if (!(error instanceof Error) || error.constructor !== Error) throw error;
    return { isOld: false, reason: error.message };
  });
  if (reason === undefined) return { state: 'done', evidence: `${name} runs in a new pod, and is back.` };
  return { state: isOld ? 'todo' : 'partial', evidence: `${reason}.` };
}

/** What makes it unsafe to end this member now: another one is away, or it has become the primary since. */
async function unsafe(hand: Hand, restarting: Restarting, name: string): Promise<Refusal[]> {
  const all = await readStandings(hand, restarting.members);
  const own = all.find((one) => one.name === name);
  const refusals = othersAway(all, restarting, name);
  // Nothing is ended any more where the pod is new: then it is only waited for.
  if (own?.uid !== uidBefore(hand, restarting, name)) return [];
  if (restarting.singleWriter && own?.answer?.writable === true)
    refusals.push({
      id: 'R15',
      kind: 'mend',
      what: `${name} accepts writes now; when this was planned another member did.`,
      evidence: `${name} calls itself ${own.answer.role}`,
      wayOut: 'Plan the restart anew.',
    });
  return refusals;
}

/** R15: a second member away would be one too many. */
export function othersAway(all: readonly Standing[], restarting: Restarting, name: string): Refusal[] {
  const reasons = all.flatMap((one) => (one.name === name ? [] : (notBack(one, all, restarting) ?? [])));
  return reasons.length === 0 ? [] : [memberAway(name, reasons)];
}

/** R15 for one that is not to go now. */
export const memberAway = (name: string, reasons: readonly string[]): Refusal => ({
  id: 'R15',
  kind: 'mend',
  what: `${name} is not restarted while another one is away.`,
  evidence: reasons.join('; '),
  wayOut: 'Wait until all others are back, or mend them.',
});
