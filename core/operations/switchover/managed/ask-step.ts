import { refusesSwitchover, switchoverScript } from '../../../../engines/postgresql/patroni-control.ts';
import { AWAY_FROM, keepAwayFrom } from '../../../procedures/door/away.ts';
import { parseRest } from '../../../procedures/members/rest.ts';
import type { Hand } from '../../../runner/hand.ts';
import { isTrouble } from '../../../runner/patience.ts';
import type { Observation, Step } from '../../../runner/step.ts';
import { withVariables } from '../switching.ts';
import { patroniNeeds, readCluster, type Ask } from './patroni.ts';

/** A Patroni cluster, and who is to change roles in it. */
export interface UnderPatroni {
  readonly namespace: string;
  readonly container: string;
  readonly leader: string;
  readonly candidate: string;
  /** All members' pods, which are asked in turn. */
  readonly pods: readonly string[];
}

/** The fact of the journal under which it stands that Patroni is being asked: written before it is, for afterwards nobody may be left to write it. */
export const ASKED = 'asked';

/** Seconds that Patroni may take; its own client gives up earlier, and it goes on. */
const DEADLINE = 300;
/** Milliseconds after which an old leader that leads on after Patroni has tried leads on; and after which it is asked once more where nobody knows whether it has heard. */
const GIVEN_UP = 30_000;
/** The same where Patroni said at once that it would not even try: no request of its own is on its way then. */
const SETTLED = 3_000;
const PAUSE = 300;

type Looked = Observation & { readonly leads?: string | undefined };

const asking =
  (hand: Hand, { namespace, container }: UnderPatroni): Ask =>
  (pod, script) =>
    hand.script({ namespace, pod, container }, script, { timeout: 30_000 });

/** What Patroni answers to the request; nothing where the way to it broke off: it may have heard all the same. */
async function askFor(ask: Ask, leader: string, text: string): Promise<{ status?: string; said?: string }> {
  try {
    const { stdout } = await ask(leader, text);
    return parseRest(stdout);
  } catch (error) {
    if (!isTrouble(error, 'server', 'broken', 'timeout', 'unreachable')) throw error;
    return {};
  }
}

async function look(hand: Hand, under: UnderPatroni): Promise<Looked> {
  const { leader, candidate, pods } = under;
  const cluster = await readCluster(asking(hand, under), [candidate, ...pods]);
  if (typeof cluster === 'string') return { state: 'partial', evidence: `Patroni does not say who leads: ${cluster}.` };
  const { leader: leads, members } = cluster;
  if (leads === undefined) return { state: 'partial', evidence: 'Nobody leads: Patroni is between two leaders.' };
  const state = members.find(({ name }) => name === leads)?.state ?? 'unknown';
  if (leads === candidate && state === 'running')
    return { state: 'done', evidence: `${candidate} leads, says Patroni.`, leads };
  if (leads === leader) return { state: 'todo', evidence: `${leader} leads, says Patroni.`, leads };
  return { state: 'partial', evidence: `${leads} leads (${state}), says Patroni.`, leads };
}

/** A refusal of Patroni, in its words, and until when an old leader that leads on may still be about to go. */
interface Refused {
  readonly words: string;
  readonly until: number;
}

/** Notes that Patroni is asked, and asks it. Gives its refusal; undefined where it does it, or nobody knows. */
async function ask(hand: Hand, under: UnderPatroni): Promise<Refused | undefined> {
  const { leader, candidate } = under;
  await keepAwayFrom(hand);
  await hand.keep(ASKED, hand.now());
  const text = withVariables({ LEADER: leader, CANDIDATE: candidate }, switchoverScript());
  const { status, said } = await askFor(asking(hand, under), leader, text);
  hand.tell({ text: `Patroni: ${said ?? 'no answer'}` });
  if (!refusesSwitchover(status, said)) return undefined;
  const tried = status?.startsWith('5') === true;
  return { words: `${said ?? 'no words'} (HTTP ${String(status)})`, until: hand.now() + (tried ? GIVEN_UP : SETTLED) };
}

/**
 * Asks Patroni, and watches what it does: its answer is no verdict, for it goes on when its client has given up. Who leads is. There is no way back: Patroni itself takes back
 * what it cannot finish. It is asked a second time only where an earlier runner asked, nothing came of it for a while, and nobody knows whether it was heard: the request
 * names the old leader, and Patroni takes it only while that leads.
 */
export function askPatroniStep(under: UnderPatroni): Step {
  const { namespace, container, leader, candidate } = under;
  return {
    id: 'ask-patroni',
    title: `Ask Patroni to let ${candidate} take over from ${leader}, and watch what it does`,
    commands: [
      `kubectl --namespace ${namespace} exec ${leader} -c ${container} -- patronictl switchover --candidate ${candidate}`,
    ],
    needs: patroniNeeds(namespace),
    risk: 'Writes are away while Patroni ends the old leader and promotes the new one. Patroni decides; it cannot be called back.',
    removesWrites: false,
    pointOfNoReturn: true,
    deadline: DEADLINE,
    observe: (hand) => look(hand, under),
    act: async (hand) => {
      let isAsked = hand.facts[ASKED] === undefined;
      const again = hand.now() + GIVEN_UP;
      let refused: Refused | undefined;
      let seen = await look(hand, under);
      if (isAsked && seen.state === 'todo') refused = await ask(hand, under);
      for (seen = await look(hand, under); seen.state !== 'done'; seen = await look(hand, under)) {
        const { leads } = seen;
        if (leads === leader && refused !== undefined && hand.now() >= refused.until) {
          // Taken up again it is begun anew.
          await hand.forget([ASKED, AWAY_FROM]);
          throw new Error(`Patroni refused, nothing changed: ${refused.words}. ${leader} leads on.`);
        }
        if (leads !== undefined && leads !== leader && leads !== candidate)
          throw new Error(`${leads} leads, and not ${candidate}: so Patroni has decided.`);
        hand.tell({ text: seen.evidence });
        await hand.sleep(PAUSE);
        if (leads === leader && !isAsked && hand.now() >= again) {
          isAsked = true;
          refused = await ask(hand, under);
        }
      }
    },
  };
}
