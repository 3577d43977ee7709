import { text as readText } from 'node:stream/consumers';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { jobOf, jobVerdict, podOf } from '../../procedures/jobs/follow.ts';
import { containerSeen, podTrouble } from '../../procedures/jobs/pod-words.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';
import { parseFacts, type ServerFacts } from '../backup/facts.ts';
import { MEET } from './session-job.ts';

const CONTAINER = 'engine';
/** Of its log: far more than a session says. */
const TAIL = 500;

/** What a Job's engine has said so far, and how it stands with it. */
export interface Said {
  readonly text: string;
  readonly facts: ServerFacts;
  readonly pod: string | undefined;
  readonly state: 'waiting' | 'running' | 'complete' | 'failed' | 'gone';
  readonly exitCode: number | undefined;
  /** Why it does not begin. */
  readonly trouble: string | undefined;
}

/** Looks at a Job of {@link ./session-job.engineJob}. Throws {@link ClusterTrouble}. */
export async function said(hand: Hand, job: string): Promise<Said> {
  const found = await jobOf(hand, job);
  const pod = await podOf(hand, job);
  const name = pod?.at('metadata', 'name').string();
  const seen = pod && containerSeen(pod, CONTAINER);
  const text = name === undefined || seen?.state === 'waiting' ? '' : await logOf(hand, name);
  const verdict = found && jobVerdict(found);
  const state =
    found === undefined
      ? 'gone'
      : verdict === 'complete'
        ? 'complete'
        : verdict === 'failed' || (seen?.state === 'ended' && seen.exitCode !== 0)
          ? 'failed'
          : seen?.state === 'running'
            ? 'running'
            : 'waiting';
  const trouble = pod && podTrouble(pod);
  return { text, facts: parseFacts(text), pod: name, state, exitCode: seen?.exitCode, trouble };
}

async function logOf({ see, namespace, signal }: Hand, pod: string): Promise<string> {
  try {
    return await readText(await see.logs({ namespace, pod, container: CONTAINER }, { tailLines: TAIL, signal }));
  } catch (error) {
    if (error instanceof ClusterTrouble && ['missing', 'invalid', 'server'].includes(error.kind)) return '';
    throw error;
  }
}

/** Why a Job came to nothing, in the engine's own words. */
export function complaint({ state, text, exitCode }: Said): string {
  if (state === 'gone') return 'The Job is gone.';
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^[a-z][\w.-]*=/u.test(line));
  const words = lines.join(' ').slice(-400);
  return `It ended with ${exitCode ?? 'no code'}: ${words === '' ? 'it said nothing' : words}`;
}

/** Waits until a session has come so far: it has printed `plinth=<sign>`. */
export async function until(hand: Hand, job: string, sign: string, words: string): Promise<Said> {
  for (;;) {
    const seen = await said(hand, job);
    if (seen.text.split('\n').includes(`plinth=${sign}`)) return seen;
    if (seen.state === 'failed' || seen.state === 'gone') throw new ClusterTrouble('broken', complaint(seen));
    if (seen.state === 'complete') throw new ClusterTrouble('broken', `${job} ended, and never said «${sign}».`);
    hand.tell({ text: seen.trouble === undefined ? words : `${job} waits: ${seen.trouble}` });
    await hand.sleep(500);
  }
}

/** A step that leaves a sign for the session, and waits for its answer. Done is what is kept as the fact. */
export function signStep(
  job: string,
  {
    id,
    title,
    sign,
    answer,
  }: { readonly id: string; readonly title: string; readonly sign?: string; readonly answer: string },
): Step {
  return {
    id,
    title,
    commands: sign === undefined ? [`kubectl logs job/${job}`] : [`kubectl exec job/${job} -- touch ${MEET}/${sign}`],
    needs: [],
    removesWrites: false,
    deadline: 300,
    observe: async (hand) => {
      if (hand.facts[`session.${answer}`] === true) return { state: 'done', evidence: `${job} said «${answer}».` };
      const seen = await said(hand, job);
      if (seen.state === 'failed' || seen.state === 'gone') return { state: 'impossible', evidence: complaint(seen) };
      return { state: 'todo', evidence: `${job} has not said «${answer}» yet.` };
    },
    act: async (hand) => {
      if (sign !== undefined) await leave(hand, job, sign);
      await until(hand, job, answer, `Waiting until ${job} says «${answer}»`);
      const since = hand.facts['session.since'];
      if (answer === 'held') await hand.keep('session.since', hand.now());
      else if (typeof since === 'number') await hand.keep('measured.heldSeconds', (hand.now() - since) / 1_000);
      await hand.keep(`session.${answer}`, true);
    },
  };
}

/** Leaves a sign in the session's container. */
export async function leave(hand: Hand, job: string, sign: string): Promise<void> {
  const { pod } = await said(hand, job);
  if (pod === undefined) throw new ClusterTrouble('broken', `The pod of ${job} is gone.`);
  const target = { namespace: hand.namespace, pod, container: CONTAINER };
  const { exitCode, stderr } = await hand.script(target, `touch ${MEET}/${sign}`, { timeout: 15_000 });
  if (exitCode !== 0)
    throw new ClusterTrouble('broken', `No sign could be left for ${job}: ${stderr.trim().slice(-200)}`);
}

/** The rights for all of this. */
export const sessionRights = (namespace: string): Step['needs'] => [
  { verb: 'list', resource: RESOURCES.pods, namespace },
  { verb: 'get', resource: RESOURCES.jobs, namespace },
  { verb: 'get', resource: RESOURCES.pods, subresource: 'log', namespace },
  ...['get', 'create'].map((verb) => ({ verb, resource: RESOURCES.pods, subresource: 'exec', namespace })),
];
