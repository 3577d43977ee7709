import type { JobScript } from '../../../engines/model/dump.ts';
import type { RestFacts } from '../../../engines/model/stopping.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { readerSaid } from '../../procedures/claims/reader-said.ts';
import { jobOf, jobVerdict, podOf } from '../../procedures/jobs/follow.ts';
import { removeOwn } from '../../procedures/jobs/object-step.ts';
import type { Hand } from '../../runner/hand.ts';
import { volumeJob } from './job.ts';
import type { Rejoining } from './rejoining.ts';

/** What the Jobs of one operation are called. */
export const jobName = (id: string): string => `plinth-rejoin-${id}`;
export const backName = (id: string): string => `plinth-rejoin-back-${id}`;

/**
 * Runs a script on the member's volume, and gives its last words. A Job that an earlier run has left at work is waited for; one that failed is made anew, for its script goes on. Throws
 * {@link ClusterTrouble} with the reason that the script gave.
 */
export async function runJob(
  hand: Hand,
  rejoining: Rejoining,
  name: string,
  script: JobScript,
  facts: string,
): Promise<RestFacts> {
  const place = { resource: RESOURCES.jobs, namespace: rejoining.switching.namespace, name };
  const left = await jobOf(hand, name);
  if (left !== undefined && jobVerdict(left) === 'failed') await removeOwn(hand, place);
  const job = volumeJob(rejoining, { name, operation: hand.id, script, facts });
  if (job === undefined) throw new ClusterTrouble('broken', 'The place of its data is out of sight.');
  await hand.create(job, place);
  const { exitCode, said } = await readerSaid(hand, name);
  if (exitCode === 0) return said;
  throw new ClusterTrouble(
    'broken',
    `${rejoining.switching.leader} was not made ready to follow: ${said['why'] ?? `the Job ${name} ended with ${String(exitCode)}`}.`,
  );
}

/** Removes a Job of this operation, and waits until nothing of it runs. */
export async function endJob(hand: Hand, namespace: string, name: string): Promise<void> {
  await removeOwn(hand, { resource: RESOURCES.jobs, namespace, name });
  while ((await podOf(hand, name)) !== undefined) {
    hand.tell({ text: `Waiting until the pod of ${name} has ended` });
    await hand.sleep(500);
  }
}
