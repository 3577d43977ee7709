import {
  PREFERRED,
  readView,
  type SentinelSwitching,
  type SentinelView,
} from '../../../../engines/redis/sentinel-switching.ts';
import { RESOURCES } from '../../../cluster/resources.ts';
import { ClusterTrouble } from '../../../cluster/trouble.ts';
import { keepAwayFrom } from '../../../procedures/door/away.ts';
import type { Hand } from '../../../runner/hand.ts';
import { isTrouble } from '../../../runner/patience.ts';
import type { Observation, Refusal, Step } from '../../../runner/step.ts';
import { fenceStep } from '../fence-step.ts';
import { keepsUp } from '../keeps-up.ts';
import { both, execCommand, factsOf, ran, withVariables, type Switching } from '../switching.ts';
import { ASKED } from './ask-step.ts';
import { means, SENTINEL, type Asked } from './sentinel-roles.ts';

/** A database whose Sentinels are asked. */
export interface Watched {
  readonly switching: Switching & { readonly engine: SentinelSwitching };
  readonly sentinel: Asked;
  readonly addresses: ReadonlyMap<string, string>;
}

/** Seconds from the fence until the candidate must have everything, or all is taken back. */
const DEADLINE = 60;
/** Seconds until Sentinel has heard of a priority: it asks every 10 s. */
const HEARD = 60;
/** Seconds until it has promoted somebody; its own time-out is 3 min. */
const PROMOTED = 240;
/** Milliseconds between two looks. */
const PAUSE = 200;
/** Milliseconds after which a Sentinel that is about nothing, with nobody promoted, has given up. */
const IDLE = 15_000;
/** The fact under which it stands that the settings are as before. */
const LIFTED = 'lifted';

const needsOf = (namespace: string): Step['needs'] =>
  ['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace }));

/** Asks the Sentinel; undefined where it does not answer now. */
async function viewOf(hand: Hand, { switching, sentinel }: Watched): Promise<SentinelView | undefined> {
  const { namespace, engine } = switching;
  const { pod, container, name } = sentinel;
  try {
    const text = withVariables({ NAME: name }, engine.view);
    const { exitCode, stdout } = await hand.script({ namespace, pod, container }, text, { timeout: 20_000 });
    return exitCode === 0 ? readView(stdout) : undefined;
  } catch (error) {
    if (hand.signal.aborted || !isTrouble(error, 'missing', 'invalid', 'server', 'broken', 'timeout')) throw error;
    return undefined;
  }
}

/** Writes down which Sentinel is asked, and what the candidate's priority was. */
export function noteSentinelStep({ sentinel }: Watched): Step {
  return {
    id: 'note-sentinel',
    title: `Note the Sentinel of ${sentinel.pod}, and the candidate’s replica-priority`,
    commands: [],
    needs: [],
    removesWrites: false,
    deadline: 60,
    observe: ({ facts }) =>
      Promise.resolve(
        facts[SENTINEL] === undefined
          ? { state: 'todo', evidence: 'The journal does not name the Sentinel yet.' }
          : { state: 'done', evidence: `The journal names ${sentinel.pod}.` },
      ),
    act: (hand) => hand.keep(SENTINEL, { ...sentinel }),
  };
}

/** Lets Sentinel prefer the candidate: of all replicas with the whole stream it takes the one with the lowest priority. */
export function preferStep(watched: Watched): Step {
  const { switching, sentinel, addresses } = watched;
  const { engine, context, candidate, others, namespace } = switching;
  const look = async (hand: Hand): Promise<Observation> => {
    const next = await factsOf(hand, switching, candidate);
    if (next.facts?.['role'] === 'primary') return { state: 'done', evidence: `${candidate} leads.` };
    const view = await viewOf(hand, watched);
    if (view === undefined) return { state: 'todo', evidence: `The Sentinel of ${sentinel.pod} does not answer.` };
    const of = (pod: string): number | undefined =>
      [...view.priorities].find(([host]) => means(host, pod, addresses))?.[1];
    const own = of(candidate);
    const rivals = others.filter((pod) => of(pod) === undefined || (of(pod) ?? 0) === PREFERRED);
    if (own !== PREFERRED)
      return { state: 'todo', evidence: `Sentinel knows ${candidate} with priority ${String(own ?? 'unknown')}.` };
    if (rivals.length > 0)
      return {
        state: 'todo',
        evidence: `Sentinel may prefer ${rivals.join(', ')}, whose priority is as low or unknown.`,
      };
    return { state: 'done', evidence: `Sentinel prefers ${candidate}.` };
  };
  const put = async (hand: Hand, priority: number): Promise<void> => {
    await ran(hand, switching, candidate, withVariables({ PRIORITY: String(priority) }, engine.prefer(context)));
  };
  return {
    id: 'prefer',
    title: `Let Sentinel prefer ${candidate}`,
    commands: [
      `kubectl --namespace ${namespace} exec ${candidate} -- redis-cli CONFIG SET replica-priority ${String(PREFERRED)}`,
    ],
    needs: needsOf(namespace),
    estimate: { seconds: 10, from: 'Sentinel asks its replicas every 10 s' },
    removesWrites: false,
    deadline: HEARD,
    observe: look,
    act: async (hand) => {
      await put(hand, PREFERRED);
      for (let seen = await look(hand); seen.state !== 'done'; seen = await look(hand)) {
        hand.tell({ text: seen.evidence });
        await hand.sleep(1_000);
      }
    },
    undo: {
      title: `give ${candidate} its priority back`,
      commands: [
        `kubectl --namespace ${namespace} exec ${candidate} -- redis-cli CONFIG SET replica-priority ${String(sentinel.priority)}`,
      ],
      act: (hand) => put(hand, sentinel.priority),
      verify: async (hand) => {
        const { facts } = await factsOf(hand, switching, candidate);
        return facts?.['priority'] === String(sentinel.priority)
          ? { state: 'done', evidence: `${candidate} has its priority back.` }
          : { state: 'todo', evidence: `The priority of ${candidate} is ${facts?.['priority'] ?? 'unknown'}.` };
      },
    },
  };
}

/** The primary refuses writes from here on; its stream to the replicas goes on, and it answers its Sentinels. */
export function refuseStep({ switching }: Watched): Step {
  const base = fenceStep(switching, DEADLINE);
  return {
    ...base,
    title: `Fence ${switching.leader}: it refuses writes from now on, also after a restart`,
    risk: 'Writes are refused until the candidate leads; what was acknowledged stays.',
    preconditions: (hand) => keepsUp(hand, switching),
    act: async (hand) => {
      await keepAwayFrom(hand);
      await base.act(hand);
    },
  };
}

/**
 * Asks one Sentinel to fail over, and watches who leads: its answer is no verdict. The point of no return; where it refuses, or gives up, the old primary accepts writes again, for it still leads.
 */
export function askSentinelStep(watched: Watched): Step {
  const { switching, sentinel } = watched;
  const { engine, context, leader, candidate, others, namespace } = switching;
  const leads = async (hand: Hand): Promise<Observation & { readonly other?: string }> => {
    const all = await Promise.all(
      [candidate, ...others].map(async (pod) => ({ pod, ...(await factsOf(hand, switching, pod)) })),
    );
    const primary = all.find(({ facts }) => facts?.['role'] === 'primary')?.pod;
    if (primary === candidate) return { state: 'done', evidence: `${candidate} leads.` };
    if (primary !== undefined) return { state: 'partial', evidence: `${primary} leads.`, other: primary };
    return { state: 'todo', evidence: `${candidate} does not lead yet.` };
  };
  const ask = async (hand: Hand): Promise<string | undefined> => {
    const { pod, container, name } = sentinel;
    await hand.keep(ASKED, hand.now());
    const text = withVariables({ NAME: name }, engine.failOver);
    try {
      const { stdout } = await hand.script({ namespace, pod, container }, text, { timeout: 20_000 });
      const line = stdout.split('\n').find((one) => one.startsWith('refused='));
      return line?.slice('refused='.length).trim();
    } catch (error) {
      if (hand.signal.aborted || !isTrouble(error, 'server', 'broken', 'timeout', 'unreachable')) throw error;
      return undefined;
    }
  };
  const giveUp = async (hand: Hand, why: string): Promise<never> => {
    const { old, new: next } = await both(hand, switching);
    const isSame =
      old.facts?.['role'] === 'primary' && next.facts?.['role'] === 'replica' && (await leads(hand)).state === 'todo';
    if (isSame) {
      await ran(hand, switching, leader, engine.unfence(context));
      // Taken up again it is begun anew.
      await hand.forget([ASKED]);
    }
    throw new Error(`${why} ${isSame ? `${leader} leads on, and accepts writes.` : 'Who leads is not clear.'}`);
  };
  return {
    id: 'sentinel-failover',
    title: `Ask Sentinel to promote ${candidate}, and wait until it leads`,
    commands: [
      `kubectl --namespace ${namespace} exec ${sentinel.pod} -c ${sentinel.container} -- redis-cli -p 26379 SENTINEL FAILOVER ${sentinel.name}`,
    ],
    needs: needsOf(namespace),
    risk: `From here on Sentinel decides. ${leader} is fenced, so nothing is lost whomever it takes.`,
    removesWrites: false,
    pointOfNoReturn: true,
    deadline: PROMOTED,
    observe: leads,
    preconditions: (hand) => unsafe(hand, switching),
    act: async (hand) => {
      const refused = hand.facts[ASKED] === undefined ? await ask(hand) : undefined;
      const from = hand.now();
      let idleSince: number | undefined;
      for (let seen = await leads(hand); seen.state !== 'done'; seen = await leads(hand)) {
        if (seen.other !== undefined) {
          const left = await tidied(hand, watched);
          throw new Error(
            `${seen.other} leads, and not ${candidate}: so Sentinel has decided. Nothing is lost.${left ? '' : ` ${leader} keeps its fence: set min-replicas-to-write there as it was, once it follows.`}`,
          );
        }
        if (refused !== undefined) await giveUp(hand, `Sentinel refuses: ${refused}.`);
        const view = await viewOf(hand, watched);
        idleSince = view?.isBusy === false ? (idleSince ?? hand.now()) : undefined;
        if (idleSince !== undefined && hand.now() - idleSince > IDLE) await giveUp(hand, 'Sentinel has given up.');
        if (hand.now() - from > (PROMOTED - 20) * 1_000) await giveUp(hand, 'Sentinel has promoted nobody.');
        hand.tell({ text: seen.evidence });
        await hand.sleep(PAUSE);
      }
    },
  };
}

/** Gives the settings back once the old primary follows, whoever leads now; false where it does not within a minute. */
async function tidied(hand: Hand, { switching, sentinel }: Watched): Promise<boolean> {
  const { engine, context, leader, candidate } = switching;
  const from = hand.now();
  while ((await factsOf(hand, switching, leader)).facts?.['role'] !== 'replica') {
    if (hand.now() - from > 60_000) return false;
    hand.tell({ text: `Waiting until ${leader} follows` });
    await hand.sleep(1_000);
  }
  await ran(hand, switching, leader, engine.unfence(context));
  const priority = withVariables({ PRIORITY: String(sentinel.priority) }, engine.prefer(context));
  await ran(hand, switching, candidate, priority);
  return true;
}

/** Law 1: fence before promoting; and nobody is promoted who lacks anything. */
async function unsafe(hand: Hand, switching: Switching): Promise<Refusal[]> {
  const { engine, leader, candidate } = switching;
  const { old, new: next } = await both(hand, switching);
  if (next.facts?.['role'] === 'primary') return [];
  if (old.facts === undefined || !engine.isFenced(old.facts))
    return [
      {
        id: 'R2',
        kind: 'never',
        what: `${candidate} is not promoted while ${leader} may accept writes.`,
        evidence: old.why ?? `${leader} is not fenced`,
        wayOut: `Fence ${leader} first.`,
      },
    ];
  const lacks = next.facts === undefined ? next.why : engine.lacks(old.facts, next.facts);
  if (lacks === undefined) return [];
  return [
    {
      id: 'R11',
      kind: 'mend',
      what: `${candidate} does not have everything.`,
      evidence: lacks,
      wayOut: 'Wait until it has.',
    },
  ];
}

/** Members that follow somebody: by their own word, and with the whole stream. */
async function following(
  hand: Hand,
  { switching, addresses }: Watched,
  members: readonly string[],
  whom: string,
): Promise<Observation & { readonly away: readonly string[] }> {
  const [next, ...all] = await Promise.all([whom, ...members].map((pod) => factsOf(hand, switching, pod)));
  const away = members.filter((_, index) => {
    const own = all[index]?.facts;
    if (next?.facts === undefined || own === undefined || !switching.engine.follows(next.facts, own)) return true;
    return !means(own['upstream']?.replace(/:\d+$/u, '') ?? '', whom, addresses);
  });
  if (away.length === 0) return { state: 'done', evidence: `${members.join(', ')}: following ${whom}.`, away };
  return { state: 'todo', evidence: `${away.join(', ')}: not following ${whom} yet.`, away };
}

/** Tells members to follow somebody by the very address that Sentinel has for it, each once, and waits until they do. */
async function attach(
  hand: Hand,
  watched: Watched,
  members: readonly string[],
  whom: string,
  knows: (view: SentinelView) => Iterable<string>,
): Promise<void> {
  const { switching, addresses } = watched;
  const { engine, context, upstream } = switching;
  const told = new Set<string>();
  for (
    let seen = await following(hand, watched, members, whom);
    seen.state !== 'done';
    seen = await following(hand, watched, members, whom)
  ) {
    hand.tell({ text: seen.evidence });
    const untold = seen.away.filter((pod) => !told.has(pod));
    const view = untold.length === 0 ? undefined : await viewOf(hand, watched);
    const host = view && [...knows(view)].find((one) => means(one, whom, addresses));
    if (host !== undefined) {
      const stdin = await ran(hand, switching, whom, engine.link(context));
      const text = withVariables({ HOST: host, PORT: String(upstream.port) }, engine.follow(context));
      // Whoever does not take it from here is told by Sentinel.
      await Promise.allSettled(untold.map((pod) => ran(hand, switching, pod, text, { stdin })));
      for (const pod of untold) told.add(pod);
    }
    await hand.sleep(PAUSE);
  }
}

const primaryIn = ({ primary }: SentinelView): readonly string[] => (primary === undefined ? [] : [primary]);

/**
 * Lets the others follow the candidate while that is still a replica: they have its stream then, byte for byte, and stay with it when it is promoted. Left at the old primary they receive what Sentinels publish
 * there meanwhile, are ahead of the new one by that, and must load everything anew, in which time a primary with min-replicas-to-write takes no writes. Sentinel lets them be for some 8 s.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/replication/#replication-id-explained
 */
export function chainStep(watched: Watched): Step {
  const { switching } = watched;
  const { candidate, leader, others, namespace } = switching;
  return {
    id: 'chain',
    title: `Let ${others.join(', ')} follow ${candidate}`,
    commands: others.map((pod) => execCommand(switching, pod)),
    needs: needsOf(namespace),
    removesWrites: false,
    deadline: 60,
    observe: (hand) => following(hand, watched, others, candidate),
    act: (hand) => attach(hand, watched, others, candidate, ({ priorities }) => priorities.keys()),
    undo: {
      title: `let ${others.join(', ')} follow ${leader} again`,
      commands: others.map((pod) => execCommand(switching, pod)),
      act: (hand) => attach(hand, watched, others, leader, primaryIn),
      verify: (hand) => following(hand, watched, others, leader),
    },
  };
}

/** Lets members follow the new primary once Sentinel calls it so: it tells them the same, some seconds later. */
export function attachStep(watched: Watched, members: readonly string[]): Step {
  const { switching } = watched;
  const { candidate, namespace } = switching;
  return {
    id: `attach-${members.join('-')}`,
    title: `Let ${members.join(', ')} follow ${candidate}`,
    commands: members.map((pod) => execCommand(switching, pod)),
    needs: needsOf(namespace),
    removesWrites: false,
    deadline: 600,
    observe: (hand) => following(hand, watched, members, candidate),
    act: (hand) => attach(hand, watched, members, candidate, primaryIn),
  };
}

/** Takes away what only the switchover needed: the old primary’s fence, now that it follows, and the candidate’s priority. */
export function liftStep(watched: Watched): Step {
  const { switching } = watched;
  const { leader, candidate, namespace } = switching;
  return {
    id: 'lift',
    title: `Give ${leader} its settings back, and ${candidate} its priority`,
    commands: [execCommand(switching, leader), execCommand(switching, candidate)],
    needs: needsOf(namespace),
    removesWrites: false,
    deadline: 120,
    observe: ({ facts }) =>
      Promise.resolve(
        facts[LIFTED] === true
          ? { state: 'done', evidence: 'Settings are as they were.' }
          : { state: 'todo', evidence: `${leader} has its fence, and ${candidate} its low priority, still.` },
      ),
    act: async (hand) => {
      // A fence is taken from nobody who might accept writes by it.
      if (!(await tidied(hand, watched))) throw new ClusterTrouble('broken', `${leader} does not follow yet.`);
      await hand.keep(LIFTED, true);
    },
  };
}
