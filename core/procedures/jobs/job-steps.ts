import type { Json } from '../../../engines/model/object.ts';
import type { MoverLine } from '../../backups/mover/lines.ts';
import type { ApiObject, Right } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Observation, Step } from '../../runner/step.ts';
import { followJob, jobOf, jobVerdict, podOf } from './follow.ts';

const right = (verb: string, resource: Right['resource'], namespace: string, subresource?: string): Right => ({
  verb,
  resource,
  namespace,
  ...(subresource === undefined ? {} : { subresource }),
});

/** What a step with a Job is called, and what it notes before it makes the Job. */
export interface JobWords {
  readonly title: string;
  /** Default `job`. */
  readonly id?: string;
  readonly keep?: Readonly<Record<string, Json>>;
  /** Under this fact the time is kept at which the Job was first asked for, in milliseconds since 1970. */
  readonly clock?: string;
}

/**
 * The step that makes a Job, where its manifest hangs on what the operation has learnt. Its way back removes the Job with its pod: the mover hears SIGTERM and
 * removes what it has written.
 */
export function jobStep(
  job: ApiObject | ((hand: Hand) => ApiObject),
  { title, id = 'job', keep = {}, clock }: JobWords,
  called: { readonly name: string; readonly namespace: string } = nameOf(job),
): Step {
  const { name, namespace } = called;
  const place = { resource: RESOURCES.jobs, namespace, name };
  const observe = async (hand: Hand): Promise<Observation> => {
    const found = await jobOf(hand, name);
    if (found === undefined) return { state: 'todo', evidence: `There is no Job ${name}.` };
    const maker = found.at('metadata', 'labels').stringMap()['plinth.dev/operation'];
    if (maker !== hand.id) return { state: 'impossible', evidence: `The Job ${name} is another operation's.` };
    return { state: 'done', evidence: `The Job ${name} is there.` };
  };
  return {
    id,
    title,
    commands: [`create the Job ${namespace}/${name}`],
    needs: [
      right('create', RESOURCES.jobs, namespace),
      right('get', RESOURCES.jobs, namespace),
      right('delete', RESOURCES.jobs, namespace),
      right('list', RESOURCES.pods, namespace),
      right('get', RESOURCES.pods, namespace, 'log'),
    ],
    removesWrites: false,
    deadline: 60,
    observe,
    act: async (hand) => {
      for (const [key, value] of Object.entries(keep)) await hand.keep(key, value);
      if (clock !== undefined && hand.facts[clock] === undefined) await hand.keep(clock, hand.now());
      await hand.create(typeof job === 'function' ? job(hand) : job, place);
    },
    undo: {
      title: `Remove the Job ${name}`,
      commands: [`kubectl --namespace ${namespace} delete job ${name} --cascade=foreground`],
      act: async (hand) => {
        const found = await jobOf(hand, name);
        const uid = found?.at('metadata', 'uid').string();
        if (found?.at('metadata', 'labels').stringMap()['plinth.dev/operation'] !== hand.id) return;
        await hand.remove(place, { propagation: 'Foreground', ...(uid === undefined ? {} : { uid }) });
        while ((await jobOf(hand, name)) !== undefined || (await podOf(hand, name)) !== undefined) {
          hand.tell({ text: `Waiting until the pod of ${name} has ended` });
          await hand.sleep(1_000);
        }
      },
      verify: async (hand) => {
        const isThere = (await jobOf(hand, name)) !== undefined || (await podOf(hand, name)) !== undefined;
        return isThere
          ? { state: 'todo', evidence: `The Job ${name}, or its pod, is still there.` }
          : { state: 'done', evidence: `The Job ${name} and its pod are gone.` };
      },
    },
  };
}

function nameOf(job: ApiObject | ((hand: Hand) => ApiObject)): { readonly name: string; readonly namespace: string } {
  if (typeof job === 'function') throw new Error('A Job that is made later must be named before.');
  return { name: job.metadata.name, namespace: job.metadata.namespace ?? '' };
}

/** What a follower waits for, and what it keeps. */
export interface Following {
  readonly id: string;
  readonly title: string;
  readonly verb: string;
  /** Seconds. */
  readonly deadline: number;
  readonly namespace: string;
  readonly expected?: number | undefined;
  /** The key of the mover's last line: `manifest`, `fetched`, `attested`. */
  readonly outcome: string;
  /** The fact under which that line's value is kept. */
  readonly fact: string;
  /** Reads what is kept from the mover's lines; default the value under `outcome`, as `fact`. Throws where it does not fit. */
  readonly read?: (lines: readonly MoverLine[]) => { readonly fact: string; readonly value: Json };
  /** Another fact that `read` may give instead of `fact`; the step is done with either. */
  readonly otherwise?: string;
}

/** The step that follows a Job to its end, and keeps its outcome. Done is what is kept, not what the Job says: it goes away by itself after an hour. */
export function followStep(job: string, following: Following): Step {
  const { id, title, verb, deadline, expected, outcome, fact, otherwise, namespace, read } = following;
  return {
    id,
    title,
    commands: [
      `kubectl --namespace ${namespace} wait --for=condition=complete job/${job}`,
      `kubectl --namespace ${namespace} logs job/${job} --all-containers`,
    ],
    needs: [],
    removesWrites: false,
    deadline,
    observe: async (hand) => {
      const isKept = hand.facts[fact] !== undefined || (otherwise !== undefined && hand.facts[otherwise] !== undefined);
      if (isKept) return { state: 'done', evidence: `${job} has told its outcome.` };
      const found = await jobOf(hand, job);
      if (found === undefined)
        return { state: 'impossible', evidence: `The Job ${job} is gone, and its outcome with it.` };
      const verdict = jobVerdict(found);
      if (verdict === 'failed') return { state: 'impossible', evidence: `The Job ${job} has failed.` };
      return { state: 'todo', evidence: verdict === 'complete' ? `${job} has ended.` : `${job} works.` };
    },
    act: async (hand) => {
      const end = await followJob(hand, job, { verb, expected });
      if (end.state === 'failed') throw new ClusterTrouble('broken', end.why);
      const line = end.lines.findLast((one) => outcome in one);
      if (line === undefined) throw new ClusterTrouble('broken', `${job} ended well, but did not tell its outcome.`);
      const kept = read ? read(end.lines) : { fact, value: valueOf(line, outcome) };
      await hand.keep(kept.fact, kept.value);
    },
  };
}

function valueOf(line: MoverLine, outcome: string): Json {
  return (line as Readonly<Record<string, Json>>)[outcome] ?? null;
}
