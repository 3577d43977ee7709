import { RESOURCES } from '../../cluster/resources.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';
import type { Hand } from '../../runner/hand.ts';
import { isTrouble } from '../../runner/patience.ts';
import type { Observation, Step } from '../../runner/step.ts';
import {
  accepts,
  both,
  execCommand,
  factsOf,
  FENCING,
  fencingOf,
  hasEnded,
  isOver,
  ran,
  script,
  withVariables,
  type Fencing,
  type Said,
  type Switching,
} from './switching.ts';

/** Milliseconds between two looks: writes are away. */
const PAUSE = 200;
/** On the way back its server may have to start anew. */
const BACK_PAUSE = 1_000;

/**
 * F1, the engine's own fence: from here on the old primary accepts no writes, and does not after a restart. Where its server must end for that, its pod is replaced as
 * soon as it has: the kubelet would wait longer and longer before it starts a container again that ended.
 */
export function fenceStep(switching: Switching, deadline: number): Step {
  const { engine, context, leader, namespace } = switching;
  const restarts = engine.fence.by === 'restarts';
  const observe = async (hand: Hand): Promise<Observation> => {
    const begun = hand.facts[FENCING] !== undefined;
    if (begun && restarts && (await hasEnded(hand, switching).catch(() => undefined)) === true)
      return { state: 'done', evidence: `${leader} has ended in order, and is to start as a replica.` };
    const seen = await both(hand, switching);
    if (isOver(seen)) return { state: 'done', evidence: `${switching.candidate} leads, and ${leader} does not.` };
    return fenced(seen.old, switching, begun);
  };
  return {
    id: 'fence',
    title: restarts
      ? `Fence ${leader}: its next start is as a replica; end its server in order, and replace its pod`
      : `Fence ${leader}: it accepts no writes from now on, also after a restart, and its sessions end`,
    commands: [
      execCommand(switching, leader),
      ...(restarts ? [`kubectl --namespace ${namespace} delete pod ${leader} --wait=false`] : []),
    ],
    needs: [
      ...['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
      { verb: 'get', resource: RESOURCES.pods, namespace },
      ...(restarts ? [{ verb: 'delete', resource: RESOURCES.pods, namespace }] : []),
    ],
    risk: 'Open transactions are rolled back; what was acknowledged stays.',
    removesWrites: true,
    deadline,
    observe,
    act: async (hand) => {
      // Asked for at the same time: writes are away. Whether it is needed is known afterwards.
      const link = ran(hand, switching, switching.candidate, engine.link(context));
      link.catch(() => undefined);
      const old = await factsOf(hand, switching, leader);
      // Noted first: a fence that was begun must be taken back, whatever can be seen of it.
      if (hand.facts[FENCING] === undefined) {
        const pod = restarts ? await podSeen(hand, switching) : {};
        const { position = null, history = null } = old.facts ?? {};
        await hand.keep(FENCING, { from: position, history, ...pod });
      }
      if (accepts(old) === true) {
        const told = await tellToFence(hand, switching, await link);
        if (!told.isWell) throw new Error(`${leader} was not fenced: ${told.said}`);
        if (restarts) await replace(hand, switching);
      }
      for (let seen = await observe(hand); seen.state !== 'done'; seen = await observe(hand)) {
        hand.tell({ text: seen.evidence });
        await hand.sleep(PAUSE);
      }
      if (restarts && (await hasEnded(hand, switching)) === true)
        await hand.keep(FENCING, { ...fencingOf(hand), ended: true });
    },
    undo: {
      title: `let ${leader} accept writes again`,
      commands: [execCommand(switching, leader)],
      act: async (hand) => {
        for (let told = false; ;) {
          const { old, new: next } = await both(hand, switching);
          if (accepts(next) === true) throw new Error(`${switching.candidate} accepts writes: ${leader} must not.`);
          // Told once in any case: what is to hold after a restart may be written, and not yet in force.
          if (told && accepts(old) === true) break;
          // It may be on its way back up.
          let why = old.why;
          if (old.facts !== undefined) {
            const { exitCode, stderr } = await script(hand, switching, leader, engine.unfence(context));
            told = exitCode === 0 || told;
            if (exitCode !== 0) why = saidOf(stderr, exitCode);
          }
          hand.tell({ text: why === undefined ? `${leader} is to lead again` : `${leader}: ${why}` });
          if (!told || accepts(old) !== true) await hand.sleep(BACK_PAUSE);
        }
        await hand.forget([FENCING]);
      },
      verify: async (hand) => {
        const seen = await both(hand, switching);
        if (accepts(seen.new) === true)
          return { state: 'impossible', evidence: `${switching.candidate} accepts writes: ${leader} must not.` };
        return accepts(seen.old) === true
          ? { state: 'done', evidence: `${leader} accepts writes.` }
          : { state: 'todo', evidence: `${leader} does not accept writes: ${seen.old.why ?? 'it is fenced'}.` };
      },
    },
  };
}

function fenced(old: Said, { engine, leader }: Switching, begun: boolean): Observation {
  if (old.facts === undefined)
    return { state: begun ? 'partial' : 'todo', evidence: `${leader} does not answer: ${old.why}.` };
  if (accepts(old) === false && engine.isFenced(old.facts))
    return { state: 'done', evidence: `${leader} accepts no writes (${old.facts['position'] ?? 'position unknown'}).` };
  return { state: begun ? 'partial' : 'todo', evidence: `${leader} is not fenced.` };
}

/** What a member needs to follow goes from standard output to standard input, and nowhere else. */
async function tellToFence(
  hand: Hand,
  switching: Switching,
  stdin: string,
): Promise<{ readonly isWell: boolean; readonly said: string }> {
  const { engine, context, leader, upstream } = switching;
  const text = withVariables({ HOST: upstream.host, PORT: String(upstream.port) }, engine.fence.script(context));
  const { exitCode, stderr } = await script(hand, switching, leader, text, { stdin });
  // A server that is the container's first process takes the script along when it ends.
  const isWell = exitCode === 0 || (engine.fence.by === 'restarts' && (exitCode === undefined || exitCode > 128));
  const said = saidOf(stderr, exitCode);
  // It may have ended before it was told: then this is all that is known of why.
  if (isWell && exitCode !== 0) hand.tell({ text: `${leader}: ${said}` });
  return { isWell, said };
}

/** What a script's last words were: its own, or its engine's. Engines print no secret there. */
const saidOf = (stderr: string, exitCode: number | undefined): string =>
  stderr.trim().slice(-300) || `exit code ${String(exitCode)}`;

/** After so many milliseconds without an end the kubelet forgets earlier ones. */
const FORGOTTEN = 10 * 60_000;

/** Throws {@link ../../cluster/trouble.ClusterTrouble}, also where there is no such pod. */
async function podSeen(
  hand: Hand,
  { namespace, container, leader }: Switching,
): Promise<Pick<Fencing, 'uid' | 'waits'>> {
  const place = { resource: RESOURCES.pods, namespace, name: leader };
  const pod = fieldOf(await hand.see.read(place, { signal: hand.signal }));
  const status = pod
    .at('status', 'containerStatuses')
    .items()
    .find((one) => one.at('name').string() === container);
  const ended = Date.parse(status?.at('lastState', 'terminated', 'finishedAt').string() ?? '');
  return { uid: pod.at('metadata', 'uid').string() ?? '', waits: hand.now() - ended < FORGOTTEN };
}

/**
 * Deletes this very pod where the kubelet would wait before it starts the container again: that ended not long ago already. Its server is ending in order by then, and
 * is given the pod's own time to. A first end is followed by a start at once; a namesake that came since is left alone.
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy
 */
async function replace(hand: Hand, { namespace, leader }: Switching): Promise<void> {
  const { uid, waits } = fencingOf(hand);
  if (waits !== true || uid === undefined) return;
  await hand.remove({ resource: RESOURCES.pods, namespace, name: leader }, { uid }).catch((error: unknown) => {
    if (!isTrouble(error, 'missing', 'conflict')) throw error;
  });
}
