import type { EngineContext } from '../../../../engines/model/engine.ts';
import {
  canaryScript,
  freezeScript,
  stepDownScript,
  STEP_DOWN_SECONDS,
} from '../../../../engines/mongodb/replica-set.ts';
import { RESOURCES } from '../../../cluster/resources.ts';
import { ClusterTrouble } from '../../../cluster/trouble.ts';
import { AWAY_FROM, keepAwayFrom } from '../../../procedures/door/away.ts';
import type { Hand } from '../../../runner/hand.ts';
import { isTrouble } from '../../../runner/patience.ts';
import type { Observation, Step } from '../../../runner/step.ts';
import { withVariables } from '../switching.ts';
import { ASKED } from './ask-step.ts';
import { leaderOf, readSet, type Ask } from './replica-set.ts';

/** A replica set, and who is to change roles in it. */
export interface InSet {
  readonly namespace: string;
  readonly container: string;
  readonly context: EngineContext;
  readonly leader: string;
  readonly candidate: string;
  /** Secondaries that could be elected in the candidate's place. */
  readonly others: readonly string[];
  /** All members' pods, which are asked in turn. */
  readonly pods: readonly string[];
}

/** Seconds for which the others ask for no election: longer than an old primary that has stepped down. */
const HELD = 120;
/** Milliseconds without a leader after which everybody may be elected again. */
const NOBODY = 12_000;
/** Milliseconds after which an old leader that leads on is asked once more where nobody knows whether it has heard. */
const UNHEARD = 60_000;
const DEADLINE = 180;
const PAUSE = 300;

/** The fact under which it stands until when the others are held, in milliseconds since 1970. */
const HELD_UNTIL = 'heldUntil';
/** The fact under which it stands that they are free again. */
const FREE = 'othersFree';

const asking =
  (hand: Hand, { namespace, container }: InSet): Ask =>
  (pod, script) =>
    hand.script({ namespace, pod, container }, script, { timeout: (STEP_DOWN_SECONDS + 5) * 1_000 });

const needsOf = (namespace: string): Step['needs'] =>
  ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace }));

const shell = ({ namespace, container }: InSet, pod: string, words: string): string =>
  `kubectl --namespace ${namespace} exec ${pod} -c ${container} -- mongosh --eval '${words}'`;

/** Lets these members ask for elections again after so many seconds (0: at once). One that leads, or does not answer, needs none. */
async function freeze(hand: Hand, set: InSet, pods: readonly string[], seconds: number): Promise<readonly string[]> {
  const script = withVariables({ SECONDS: String(seconds) }, freezeScript(set.context) ?? 'exit 1');
  const failed: string[] = [];
  for (const pod of pods) {
    try {
      const { exitCode, stdout, stderr } = await asking(hand, set)(pod, script);
      if (exitCode !== 0) failed.push(`${pod}: ${`${stdout} ${stderr}`.trim().slice(-200)}`);
    } catch (error) {
      if (!isTrouble(error, 'missing', 'server', 'broken', 'timeout', 'unreachable')) throw error;
      failed.push(`${pod}: ${error instanceof ClusterTrouble ? error.message : 'it cannot be asked'}`);
    }
  }
  return failed;
}

/** Holds the secondaries that are not meant: else the set may elect one of them. They are free again by themselves after some time. */
export function holdStep(set: InSet): Step {
  const { others, namespace } = set;
  const free = async (hand: Hand): Promise<void> => {
    const failed = await freeze(hand, set, others, 0);
    if (failed.length > 0) hand.tell({ text: `Free by themselves within ${String(HELD)} s: ${failed.join('; ')}` });
    await hand.forget([HELD_UNTIL]);
  };
  return {
    id: 'hold-others',
    title: `Keep ${others.join(', ')} from asking for an election for ${String(HELD)} s`,
    commands: others.map((pod) => shell(set, pod, `rs.freeze(${String(HELD)})`)),
    needs: needsOf(namespace),
    removesWrites: false,
    deadline: 120,
    observe: (hand) => {
      const until = hand.facts[HELD_UNTIL];
      return Promise.resolve(
        // With enough left for an election; a later runner that finds the switchover done need not hold anybody.
        typeof until === 'number' && (until - hand.now() > HELD * 500 || hand.facts[ASKED] !== undefined)
          ? { state: 'done', evidence: `${others.join(', ')} were held.` }
          : { state: 'todo', evidence: `${others.join(', ')} may be elected.` },
      );
    },
    act: async (hand) => {
      const failed = await freeze(hand, set, others, HELD);
      if (failed.length > 0) throw new ClusterTrouble('broken', `Not held: ${failed.join('; ')}`);
      await hand.keep(HELD_UNTIL, hand.now() + HELD * 1_000);
    },
    undo: {
      title: `Let ${others.join(', ')} ask for elections again`,
      commands: others.map((pod) => shell(set, pod, 'rs.freeze(0)')),
      act: free,
      verify: (hand) =>
        Promise.resolve(
          Number(hand.facts[HELD_UNTIL] ?? 0) <= hand.now()
            ? { state: 'done', evidence: 'Nobody is held.' }
            : { state: 'todo', evidence: `${others.join(', ')} may still be held.` },
        ),
    },
  };
}

type Looked = Observation & { readonly leads?: string | undefined };

async function look(hand: Hand, set: InSet): Promise<Looked> {
  const { leader, candidate, pods, context } = set;
  const seen = await readSet(asking(hand, set), context, [candidate, ...pods]);
  if (typeof seen === 'string')
    return { state: 'partial', evidence: `The replica set does not say who leads: ${seen}.` };
  const leads = leaderOf(seen);
  if (leads === undefined) return { state: 'partial', evidence: 'Nobody leads: the set is between two elections.' };
  if (leads === candidate) return { state: 'done', evidence: `${candidate} leads.`, leads };
  return { state: leads === leader ? 'todo' : 'partial', evidence: `${leads} leads.`, leads };
}

/** Asks the leader to step down. Gives its refusal; undefined where it did, or nobody knows: its connections may break off. */
async function ask(hand: Hand, set: InSet): Promise<string | undefined> {
  await keepAwayFrom(hand);
  await hand.keep(ASKED, hand.now());
  try {
    const { stdout } = await asking(hand, set)(set.leader, stepDownScript(set.context) ?? 'exit 1');
    const refused = stdout
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line.startsWith('refused '));
    return refused?.slice('refused '.length);
  } catch (error) {
    if (!isTrouble(error, 'server', 'broken', 'timeout', 'unreachable')) throw error;
    return undefined;
  }
}

/**
 * The leader steps down, without force: it does so only once an electable member has all that it has. Its answer is no verdict where its connection broke off: who leads
 * is. Where nobody leads for 12 s, everybody may be elected again: a set without a primary is worse than another primary than the one that was meant.
 */
export function stepDownStep(set: InSet): Step {
  const { leader, candidate, others, namespace } = set;
  return {
    id: 'step-down',
    title: `Let ${leader} step down, and wait until ${candidate} is elected`,
    commands: [shell(set, leader, 'rs.stepDown(60, 30)')],
    needs: needsOf(namespace),
    risk: 'Writes are away until the set has elected its new primary. The set decides; it cannot be called back. Not exercised on a real server yet.',
    removesWrites: false,
    pointOfNoReturn: true,
    deadline: DEADLINE,
    observe: (hand) => look(hand, set),
    act: async (hand) => {
      const before = hand.facts[ASKED];
      let again = typeof before === 'number' ? Math.max(hand.now(), before + UNHEARD) : undefined;
      let nobodySince: number | undefined;
      let refused: string | undefined;
      let seen = await look(hand, set);
      if (before === undefined && seen.state === 'todo') refused = await ask(hand, set);
      for (seen = await look(hand, set); seen.state !== 'done'; seen = await look(hand, set)) {
        const { leads } = seen;
        if (leads === leader && refused !== undefined) {
          await freeze(hand, set, others, 0);
          // Taken up again it is begun anew.
          await hand.forget([ASKED, AWAY_FROM, HELD_UNTIL]);
          throw new Error(`The replica set refused, nothing changed: ${refused}. ${leader} leads on.`);
        }
        if (leads !== undefined && leads !== leader)
          throw new Error(`${leads} leads, and not ${candidate}: so the replica set has decided.`);
        if (leads === undefined) {
          nobodySince ??= hand.now();
          if (hand.now() - nobodySince >= NOBODY) {
            hand.tell({ text: 'Nobody was elected in 12 s: everybody may be, now.' });
            await freeze(hand, set, [...others, leader], 0);
            nobodySince = hand.now();
          }
        } else nobodySince = undefined;
        hand.tell({ text: seen.evidence });
        await hand.sleep(PAUSE);
        if (leads === leader && again !== undefined && hand.now() >= again) {
          again = undefined;
          refused = await ask(hand, set);
        }
      }
    },
  };
}

/** Lets the others ask for elections again. */
export function freeStep(set: InSet): Step {
  const { others, namespace } = set;
  return {
    id: 'free-others',
    title: `Let ${others.join(', ')} ask for elections again`,
    commands: others.map((pod) => shell(set, pod, 'rs.freeze(0)')),
    needs: needsOf(namespace),
    removesWrites: false,
    deadline: 120,
    observe: ({ facts }) =>
      Promise.resolve(
        facts[FREE] === true
          ? { state: 'done', evidence: `${others.join(', ')} may be elected.` }
          : { state: 'todo', evidence: `${others.join(', ')} may still be held.` },
      ),
    act: async (hand) => {
      const failed = await freeze(hand, set, others, 0);
      if (failed.length > 0) hand.tell({ text: `Free by themselves within ${String(HELD)} s: ${failed.join('; ')}` });
      await hand.keep(FREE, true);
    },
  };
}

/** Success is a document that a majority holds and that is read back, not a role. */
export function majorityCanaryStep(set: InSet): Step {
  const { candidate, namespace, container, context } = set;
  return {
    id: 'canary',
    title: `Write a document of Plinth’s own to a majority of the set, and read it back`,
    commands: [shell(set, candidate, '…')],
    needs: needsOf(namespace),
    removesWrites: false,
    deadline: 120,
    observe: ({ facts }) => {
      const said = facts['canary'];
      return Promise.resolve(
        typeof said === 'string'
          ? { state: 'done', evidence: said }
          : { state: 'todo', evidence: 'Nothing was written yet.' },
      );
    },
    act: async (hand) => {
      const script = withVariables({ NAME: `plinth_canary_${hand.id}` }, canaryScript(context) ?? 'exit 1');
      const { exitCode, stdout, stderr } = await hand.script({ namespace, pod: candidate, container }, script, {
        timeout: 30_000,
      });
      if (exitCode !== 0)
        throw new ClusterTrouble('broken', `Nothing could be written: ${`${stdout} ${stderr}`.trim().slice(-200)}`);
      await hand.keep('canary', `A document was written to a majority, and read in ${candidate}.`);
    },
  };
}
