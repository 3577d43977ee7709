import { keepAwayFrom, keepMeasured } from '../../procedures/door/away.ts';
import { cameBackWrong } from '../../procedures/members/back.ts';
import { readStandings, type Standing } from '../../procedures/members/standing.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { evict, evictCommand, evictNeeds } from './evict.ts';
import { MEMBER_DEADLINE, othersAway } from './member-step.ts';
import { uidBefore, type Restarting } from './restarting.ts';

/** Milliseconds between two looks: writes are away. */
const PAUSE = 500;

/**
 * Restarts the member that accepts writes. It is done as soon as a primary accepts writes again: that one, or with Sentinels whichever they have promoted meanwhile. That
 * all members are back is the last step's.
 */
export function primaryStep(restarting: Restarting, name: string): Step {
  const { namespace } = restarting.members;
  const wait = (hand: Hand): Promise<void> => waitForWriter(hand, restarting, name);
  return {
    id: `restart-${name}`,
    title: `Restart ${name}, the primary, and wait until writes are accepted again`,
    commands: [evictCommand(namespace, name)],
    needs: evictNeeds(namespace),
    risk: 'Nobody can write until it has started again. Transactions that are open are rolled back; what was acknowledged stays.',
    removesWrites: true,
    deadline: MEMBER_DEADLINE,
    observe: (hand) => observe(hand, restarting, name),
    preconditions: async (hand) => {
      const all = await readStandings(hand, restarting.members);
      const own = all.find((one) => one.name === name);
      return own?.uid === uidBefore(hand, restarting, name) ? othersAway(all, restarting, name) : [];
    },
    act: async (hand) => {
      for (;;) {
        const all = await readStandings(hand, restarting.members);
        const own = all.find((one) => one.name === name);
        if (own?.uid === undefined || own.ending || own.uid !== uidBefore(hand, restarting, name)) break;
        await keepAwayFrom(hand);
        if (await evict(hand, namespace, own)) break;
        await hand.sleep(PAUSE);
      }
      await wait(hand);
    },
    undo: {
      title: `wait until ${name} is back: its pod comes back by itself`,
      commands: [`kubectl --namespace ${namespace} wait --for=condition=Ready pod/${name}`],
      act: wait,
      verify: async (hand) => {
        const seen = await writes(hand, restarting, name);
        return seen.by === undefined
          ? { state: 'todo', evidence: `${seen.why}.` }
          : { state: 'done', evidence: `${seen.by} accepts writes.` };
      },
    },
  };
}

/** Without a door, writes are there again as soon as it is done. */
export function measured(step: Step): Step {
  return {
    ...step,
    act: async (hand) => {
      await step.act(hand);
      await keepMeasured(hand);
    },
  };
}

/** Milliseconds that Sentinels have to make an old primary that came back a replica of the new one; the door is closed meanwhile. */
const DEMOTION = 60_000;

/** Throws where two members accept writes, and nobody is there who would end that. */
async function waitForWriter(hand: Hand, restarting: Restarting, name: string): Promise<void> {
  let wrongSince: number | undefined;
  for (;;) {
    const { by, why, wrong } = await writes(hand, restarting, name);
    if (by !== undefined) return;
    wrongSince = wrong ? (wrongSince ?? hand.now()) : undefined;
    if (wrongSince !== undefined && (!restarting.failsOver || hand.now() - wrongSince > DEMOTION)) throw new Error(why);
    hand.tell({ text: why });
    await hand.sleep(PAUSE);
  }
}

/** Who accepts writes, or why nobody is taken to; before its eviction the old pod does. */
interface Writes {
  readonly by: string | undefined;
  readonly why: string;
  /** Two do. */
  readonly wrong: boolean;
}

async function writes(hand: Hand, restarting: Restarting, name: string): Promise<Writes> {
  const all = await readStandings(hand, restarting.members);
  const own = all.find((one) => one.name === name);
  const wrong = own && cameBackWrong(own, all, restarting);
  if (wrong !== undefined) return { by: undefined, why: wrong, wrong: true };
  const writers = all.filter(({ answer, ready }) => answer?.writable === true && ready);
  const [first] = writers;
  if (first !== undefined && writers.length === 1) return { by: first.name, why: '', wrong: false };
  return { by: undefined, why: reasonOf(own, name), wrong: false };
}

function reasonOf(own: Standing | undefined, name: string): string {
  if (own?.ending === true) return `${name} is ending`;
  if (own?.answer === undefined) return `Nobody accepts writes; ${name}: ${own?.why ?? 'there is no pod'}`;
  return `Nobody accepts writes yet; ${name} is ${own.ready ? 'Ready' : 'not Ready'} as ${own.answer.role}`;
}

async function observe(hand: Hand, restarting: Restarting, name: string): Promise<Observation> {
  const [own] = await readStandings(hand, { ...restarting.members, names: [name] });
  if (own?.uid !== undefined && own.uid === uidBefore(hand, restarting, name))
    return own.ending
      ? { state: 'partial', evidence: `${name} is ending.` }
      : { state: 'todo', evidence: `${name} runs in its old pod.` };
  const seen = await writes(hand, restarting, name);
  if (seen.by === undefined) return { state: 'partial', evidence: `${seen.why}.` };
  const who = seen.by === name ? 'it accepts writes' : `${seen.by} was promoted meanwhile, and accepts writes`;
  return { state: 'done', evidence: `${name} runs in a new pod; ${who}.` };
}
