import { RESOURCES } from '../../cluster/resources.ts';
import { keepAwayFrom, keepMeasured } from '../../procedures/door/away.ts';
import { closeDoorStep, openDoorStep, type Door } from '../../procedures/door/door.ts';
import { notBack } from '../../procedures/members/back.ts';
import { readStandings } from '../../procedures/members/standing.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { MEMBER_DEADLINE } from './member-step.ts';
import { DOOR_SERVICES, PODS, PRIMARY, uidBefore, type Restarting } from './restarting.ts';

/** Writes down which pods there were, who led and by which Services: by that a later runner knows what has been done. */
export function noteStep({ members, planned }: Restarting, primary: string | undefined, door: readonly string[]): Step {
  return {
    id: 'note-members',
    title: 'Note which pods there are',
    commands: [],
    needs: [],
    removesWrites: false,
    deadline: 60,
    observe: ({ facts }) =>
      Promise.resolve(
        facts[PODS] === undefined
          ? { state: 'todo', evidence: 'The journal does not name the pods yet.' }
          : { state: 'done', evidence: `The journal names the pods of ${members.names.join(', ')}.` },
      ),
    act: async (hand) => {
      await hand.keep(DOOR_SERVICES, [...door]);
      if (primary !== undefined) await hand.keep(PRIMARY, primary);
      await hand.keep(PODS, planned);
    },
  };
}

/** Closes the door before the primary ends. Once it has been restarted the door need not be closed any more, though it may be still. */
export function closeStep(restarting: Restarting, door: Door, primary: string): Step {
  const base = closeDoorStep(door, { deadline: MEMBER_DEADLINE });
  return {
    ...base,
    observe: async (hand) =>
      (await isRestarted(hand, restarting, primary))
        ? { state: 'done', evidence: `${primary} has been restarted: the door need not be closed.` }
        : base.observe(hand),
    verify: (hand) => base.observe(hand),
    act: async (hand) => {
      await keepAwayFrom(hand);
      await base.act(hand);
    },
  };
}

/** Opens it. There is nothing to take back: an open door is how it was. */
export function openStep(door: Door): Step {
  const { id, title, commands, needs, observe, act } = openDoorStep(door, { deadline: MEMBER_DEADLINE });
  return {
    id,
    title,
    commands,
    needs,
    observe,
    removesWrites: false,
    bringsWritesBack: true,
    deadline: MEMBER_DEADLINE,
    act: async (hand) => {
      await act(hand);
      await keepMeasured(hand);
    },
  };
}

/** Everybody is back, also an old primary that Sentinels have made a replica. */
export function allBackStep(restarting: Restarting, restarted: readonly string[]): Step {
  const { namespace } = restarting.members;
  const observe = async (hand: Hand): Promise<Observation> => {
    const all = await readStandings(hand, restarting.members);
    const reasons = all.flatMap((one) => {
      const isOld = one.uid !== undefined && one.uid === uidBefore(hand, restarting, one.name);
      if (restarted.includes(one.name) && isOld) return [`${one.name} runs in its old pod`];
      return notBack(one, all, restarting) ?? [];
    });
    const evidence = all.map(({ name, answer }) => `${name}: ${answer?.role ?? 'unknown'}`).join(', ');
    return reasons.length === 0 ? { state: 'done', evidence } : { state: 'todo', evidence: reasons.join('; ') };
  };
  return {
    id: 'all-back',
    title: 'Wait until every member is back in its role',
    commands: [],
    needs: [
      { verb: 'get', resource: RESOURCES.pods, namespace },
      { verb: 'create', resource: RESOURCES.pods, subresource: 'exec', namespace },
    ],
    removesWrites: false,
    deadline: MEMBER_DEADLINE,
    observe,
    act: async (hand) => {
      await keepMeasured(hand);
      for (let seen = await observe(hand); seen.state !== 'done'; seen = await observe(hand)) {
        hand.tell({ text: seen.evidence });
        await hand.sleep(1_000);
      }
    },
  };
}

async function isRestarted(hand: Hand, restarting: Restarting, name: string): Promise<boolean> {
  const [own] = await readStandings(hand, { ...restarting.members, names: [name] });
  return own?.uid === undefined || own.uid !== uidBefore(hand, restarting, name);
}
