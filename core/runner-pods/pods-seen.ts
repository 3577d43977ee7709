import type { Field } from '../../engines/model/field.ts';
import type { ApiObject, Connection } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { jobVerdict } from '../procedures/jobs/follow.ts';
import { fieldOf, podTrouble } from '../procedures/jobs/pod-words.ts';
import { isTrouble } from '../runner/patience.ts';
import type { Refusal } from '../runner/step.ts';
import { REFUSED } from './job.ts';
import { JOB_LABEL, runName, runObject } from './names.ts';
import { readLastWord } from './pod/tell-end.ts';

/** How it stands with the runner pods of an operation. */
export interface PodsSeen {
  /** `gone`: there is no Job of it (any more). */
  readonly job: 'gone' | 'running' | 'ended';
  /** Why nothing was begun, in the pods' own words. */
  readonly refusals: readonly Refusal[] | undefined;
  /** Why a pod does not work, where that shows. */
  readonly trouble: string | undefined;
}

/** Looks at the Job and its pods. Throws {@link ../cluster/trouble.ClusterTrouble}. */
export async function lookAtPods(connection: Connection, namespace: string, id: string): Promise<PodsSeen> {
  const pods: Field[] = [];
  const labelSelector = `${JOB_LABEL}=${runName(id)}`;
  try {
    for await (const { items, restarted } of connection.list(RESOURCES.pods, namespace, { labelSelector })) {
      if (restarted === true) pods.length = 0;
      pods.push(...items.map(fieldOf));
    }
  } catch (error) {
    // Who may not see pods watches the Job alone.
    if (!isTrouble(error, 'forbidden')) throw error;
  }
  const words = pods.flatMap((pod) => lastWordOf(pod) ?? []);
  const unmade = pods.length === 0 ? await whyNoPods(connection, namespace, id) : undefined;
  const job = await jobOf(connection, namespace, id);
  return {
    job: job === undefined ? 'gone' : jobVerdict(fieldOf(job)) === undefined ? 'running' : 'ended',
    refusals: words.find((word) => 'refusals' in word)?.refusals,
    trouble:
      words.find((word) => 'trouble' in word)?.trouble ??
      pods.map(podTrouble).find((one) => one !== undefined) ??
      unmade,
  };
}

/** What keeps the cluster from making pods at all, as the Job's events say it: a quota, a policy; undefined where they say nothing, or may not be read. */
async function whyNoPods(connection: Connection, namespace: string, id: string): Promise<string | undefined> {
  let why: string | undefined;
  const fieldSelector = `involvedObject.name=${runName(id)},reason=FailedCreate`;
  try {
    for await (const { items } of connection.list(RESOURCES.events, namespace, { fieldSelector }))
      why = items.map((event) => fieldOf(event).at('message').string()).findLast((one) => one !== undefined) ?? why;
  } catch (error) {
    if (!isTrouble(error, 'forbidden')) throw error;
  }
  return why;
}

function lastWordOf(pod: Field): { refusals: readonly Refusal[] } | { trouble: string } | undefined {
  for (const status of pod.at('status', 'containerStatuses').items()) {
    const ended = status.at('state', 'terminated');
    const word = readLastWord(ended.at('message').string());
    if (word !== undefined && ('trouble' in word || ended.at('exitCode').number() === REFUSED)) return word;
  }
  return undefined;
}

async function jobOf(connection: Connection, namespace: string, id: string): Promise<ApiObject | undefined> {
  try {
    return await connection.read(runObject(RESOURCES.jobs, namespace, id));
  } catch (error) {
    if (isTrouble(error, 'missing')) return undefined;
    throw error;
  }
}
