import type { RestFacts } from '../../../engines/model/stopping.ts';
import type { ObjectName } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Hand } from '../../runner/hand.ts';
import type { Step } from '../../runner/step.ts';
import { jobOf, jobVerdict, podOf } from '../jobs/follow.ts';
import { ownerOf, removeOwn } from '../jobs/object-step.ts';
import { podTrouble } from '../jobs/pod-words.ts';
import { parseRest } from '../members/rest.ts';

/** How a reader's Job ended. */
export interface ReaderSaid {
  /** Undefined where the kubelet does not know it. */
  readonly exitCode: number | undefined;
  readonly said: RestFacts;
}

/** Waits until a Job of {@link ./reader-job.ts} has ended, and gives its last words. Throws {@link ClusterTrouble} where it never ran. */
export async function readerSaid(hand: Hand, name: string): Promise<ReaderSaid> {
  for (;;) {
    const job = await jobOf(hand, name);
    if (job === undefined) throw new ClusterTrouble('broken', `The Job ${name} is gone.`);
    const pod = await podOf(hand, name);
    const ended = pod?.at('status', 'containerStatuses').items()[0]?.at('state', 'terminated');
    if (ended?.exists === true)
      return {
        exitCode: ended.at('exitCode').number(),
        said: parseRest(ended.at('message').string() ?? ''),
      };
    if (jobVerdict(job) === 'failed') throw new ClusterTrouble('broken', `The Job ${name} has failed.`);
    hand.tell({ text: (pod && podTrouble(pod)) ?? `Waiting for the pod of ${name}` });
    await hand.sleep(500);
  }
}

/**
 * Removes such a Job, however the operation ends. It is asked for by its name alone: with it go its pods first, and whoever may no longer list pods can still remove it.
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/#foreground-deletion
 */
export function removeReaderStep(namespace: string, name: string): Step {
  const place: ObjectName = { resource: RESOURCES.jobs, namespace, name };
  return {
    id: 'remove-proof',
    title: `Remove the Job ${name}`,
    commands: [`kubectl --namespace ${namespace} delete job ${name} --cascade=foreground`],
    needs: ['get', 'delete'].map((verb) => ({ verb, resource: RESOURCES.jobs, namespace })),
    removesWrites: false,
    deadline: 120,
    always: true,
    observe: async (hand) =>
      (await ownerOf(hand, place))?.maker === hand.id
        ? { state: 'todo', evidence: `The Job ${name} is there.` }
        : { state: 'done', evidence: `There is no Job ${name}, and no pod of it.` },
    act: (hand) => removeOwn(hand, place),
  };
}
