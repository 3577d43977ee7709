import { text as readText } from 'node:stream/consumers';
import { REFUSED } from '../../../engines/model/dump.ts';
import type { Field } from '../../../engines/model/field.ts';
import { parseMoverLine, type ErrorKind, type MoverLine } from '../../backups/mover/lines.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import { containerSeen, fieldOf, podTrouble } from './pod-words.ts';

/** What following wants of a hand: it only looks, and tells. */
export type Follower = Pick<Hand, 'see' | 'namespace' | 'signal' | 'now' | 'sleep' | 'tell'>;

/** How a Job ended. */
export type JobEnd =
  | { readonly state: 'done'; readonly lines: readonly MoverLine[] }
  | {
      readonly state: 'failed';
      readonly why: string;
      /** Where the mover says that it lies; undefined where it said nothing of it. */
      readonly kind?: ErrorKind | undefined;
    };

/** What a follower may know beforehand. */
export interface FollowOptions {
  /** Bytes that the stream is expected to have. */
  readonly expected?: number | undefined;
  /** Seconds that a pod may need to begin. Default 300. */
  readonly begins?: number;
  /** `stored` or `read`, for the words of its progress. */
  readonly verb: string;
}

const EVERY = 1_000;
const TAIL = 200;
/** Lines of a Job that has ended: a list has one for each backup. */
const WHOLE = 20_000;
/** Longest piece of a program's own complaint that is told. */
const COMPLAINT = 400;

/** Follows a Job until it ends, telling what its mover says. Throws only what the cluster's connection throws, and when the signal is aborted. */
export async function followJob(hand: Follower, name: string, options: FollowOptions): Promise<JobEnd> {
  const begun = hand.now();
  const begins = (options.begins ?? 300) * 1_000;
  for (;;) {
    const job = await jobOf(hand, name);
    if (job === undefined) return { state: 'failed', why: `The Job ${name} is gone.` };
    const pod = await podOf(hand, name);
    const end = await ended(hand, job, pod);
    if (end !== undefined) return end;
    const trouble = pod && podTrouble(pod);
    const isWorking = pod !== undefined && containerSeen(pod, 'mover').state !== 'waiting';
    if (isWorking) await tellProgress(hand, pod, options);
    else hand.tell({ text: trouble === undefined ? `Waiting for the pod of ${name}` : `${name} waits: ${trouble}` });
    if (!isWorking && hand.now() - begun > begins)
      return {
        state: 'failed',
        why: `${name} has not begun in ${begins / 1_000} s: ${trouble ?? 'its pod has not started'}.`,
      };
    await hand.sleep(EVERY);
  }
}

/** The Job; undefined where it is gone. */
export async function jobOf(
  hand: Pick<Hand, 'see' | 'namespace' | 'signal'>,
  name: string,
): Promise<Field | undefined> {
  try {
    const place = { resource: RESOURCES.jobs, namespace: hand.namespace, name };
    return fieldOf(await hand.see.read(place, { signal: hand.signal }));
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'missing') return undefined;
    throw error;
  }
}

/** How a Job ended, by its own conditions. */
export function jobVerdict(job: Field): 'complete' | 'failed' | undefined {
  const isTrue = (type: string): boolean =>
    job
      .at('status', 'conditions')
      .items()
      .some((one) => one.at('type').string() === type && one.at('status').string() === 'True');
  if (isTrue('Complete')) return 'complete';
  // `FailureTarget` comes first, while pods are still being ended.
  return isTrue('Failed') || isTrue('FailureTarget') ? 'failed' : undefined;
}

/** The lines that the mover of a Job has printed last; none where its pod is gone. */
export async function moverLines(hand: Follower, pod: Field, tail = TAIL): Promise<readonly MoverLine[]> {
  const lines = (await logOf(hand, pod, 'mover', tail)).split('\n');
  return lines.flatMap((line) => parseMoverLine(line) ?? []);
}

/** The pod of a Job; undefined where it has none. */
export async function podOf(hand: Pick<Hand, 'see' | 'namespace' | 'signal'>, job: string): Promise<Field | undefined> {
  const options = { labelSelector: `batch.kubernetes.io/job-name=${job}`, signal: hand.signal };
  for await (const { items } of hand.see.list(RESOURCES.pods, hand.namespace, options)) {
    const [pod] = items;
    if (pod !== undefined) return fieldOf(pod);
  }
  return undefined;
}

/** A container that failed ends the whole: the other one would wait for it until the deadline. */
async function ended(hand: Follower, job: Field, pod: Field | undefined): Promise<JobEnd | undefined> {
  const verdict = jobVerdict(job);
  const seen = pod && { engine: containerSeen(pod, 'engine'), mover: containerSeen(pod, 'mover') };
  const isBroken = [seen?.engine, seen?.mover].some((one) => one?.state === 'ended' && one.exitCode !== 0);
  // The mover hears of the engine's failure, and takes back what it has written, before it ends.
  const mayStillTidy = isBroken && seen?.mover.state === 'running' && verdict === undefined;
  if ((verdict === undefined && !isBroken) || mayStillTidy) return undefined;
  const lines = pod === undefined ? [] : await moverLines(hand, pod, WHOLE);
  const error = lines.findLast((line) => 'error' in line);
  if (verdict === 'complete' && error === undefined && pod !== undefined) return { state: 'done', lines };
  if (verdict === 'complete' && pod === undefined)
    return { state: 'failed', why: 'The Job ended well, but its pod is gone, and with it what it said.' };
  const reason = jobReason(job);
  const complaints = [
    error === undefined ? '' : error.error,
    seen?.engine.state === 'ended' && seen.engine.exitCode !== 0
      ? `the engine's program ended with ${seen.engine.exitCode ?? 'no code'}${seen.engine.reason === 'OOMKilled' ? ' (out of memory)' : ''}: ${await complaintOf(hand, pod)}`
      : '',
    error === undefined && reason === 'DeadlineExceeded' ? 'it took longer than its deadline' : '',
    error === undefined && seen?.mover.state === 'ended' && seen.mover.exitCode !== 0
      ? `the mover ended with ${seen.mover.exitCode ?? 'no code'}${seen.mover.reason === 'OOMKilled' ? ' (out of memory)' : ''}`
      : '',
  ].filter((text) => text !== '');
  const why = complaints.length > 0 ? complaints.join('; ') : (reason ?? 'the Job failed');
  // A mover that failed by itself handed on half of it: what the engine made of that says nothing about the backup.
  const refused = seen?.engine.state === 'ended' && seen.engine.exitCode === REFUSED;
  const isRefused = refused && (error === undefined || error.kind === 'engine');
  return { state: 'failed', why, kind: isRefused ? 'backup' : error?.kind };
}

function jobReason(job: Field): string | undefined {
  const failed = job
    .at('status', 'conditions')
    .items()
    .find((one) => ['Failed', 'FailureTarget'].includes(one.at('type').string() ?? ''));
  return failed?.at('reason').string();
}

/** The end of what the engine's program said; the programs name no password in what they complain of. */
async function complaintOf(hand: Follower, pod: Field | undefined): Promise<string> {
  const said = pod === undefined ? '' : (await logOf(hand, pod, 'engine')).trim();
  return said === '' ? 'it said nothing' : said.slice(-COMPLAINT);
}

async function logOf(hand: Follower, pod: Field, container: string, tail = TAIL): Promise<string> {
  const name = pod.at('metadata', 'name').string() ?? '';
  const target = { namespace: hand.namespace, pod: name, container };
  try {
    return await readText(await hand.see.logs(target, { tailLines: tail, signal: hand.signal }));
  } catch (error) {
    // Its log may be gone with its node, or not be there yet.
    if (error instanceof ClusterTrouble && !['cancelled', 'forbidden', 'unauthenticated'].includes(error.kind))
      return '';
    throw error;
  }
}

async function tellProgress(hand: Follower, pod: Field, { expected, verb }: FollowOptions): Promise<void> {
  const line = (await moverLines(hand, pod)).findLast((one) => 'progress' in one);
  if (line === undefined) {
    hand.tell({ text: 'Waiting for the first bytes' });
    return;
  }
  const { bytes, stored } = line.progress;
  const of = expected === undefined ? '' : ` of about ${mebibytes(expected)}`;
  hand.tell({
    text: `${mebibytes(bytes)}${of} ${verb} (${mebibytes(stored)} compressed)`,
    ...(expected === undefined || expected === 0 ? {} : { part: Math.min(0.99, bytes / expected) }),
    measures: { bytes, stored },
  });
}

function mebibytes(bytes: number): string {
  return bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
