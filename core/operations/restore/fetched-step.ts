import { ClusterTrouble } from '../../cluster/trouble.ts';
import { followJob, jobOf, jobVerdict } from '../../procedures/jobs/follow.ts';
import type { Step } from '../../runner/step.ts';

/** The fact under which a fault is kept that was found in the backup itself. */
export const FAULT = 'fault';

/** The fact that a backup was read back whole. */
export const LOADED = 'fetched';

/** Follows the Job that reads a backup back. A test keeps as its outcome what the mover calls a fault of the backup; everything else fails. */
export function fetchedStep(
  job: string,
  {
    namespace,
    deadline,
    tolerates,
    expected,
  }: {
    readonly namespace: string;
    readonly deadline: number;
    readonly tolerates: boolean;
    readonly expected?: number | undefined;
  },
): Step {
  return {
    id: 'load',
    title: 'Wait until it is read back whole',
    commands: [`kubectl --namespace ${namespace} logs job/${job} --all-containers`],
    needs: [],
    removesWrites: false,
    deadline,
    observe: async (hand) => {
      if (hand.facts[LOADED] !== undefined) return { state: 'done', evidence: 'It was read back whole.' };
      if (hand.facts[FAULT] !== undefined) return { state: 'done', evidence: 'A fault was found, and is kept.' };
      const found = await jobOf(hand, job);
      if (found === undefined) return { state: 'impossible', evidence: `The Job ${job} is gone.` };
      return { state: 'todo', evidence: `${job}: ${jobVerdict(found) ?? 'it works'}.` };
    },
    act: async (hand) => {
      const end = await followJob(hand, job, { verb: 'read back', expected });
      if (end.state === 'done') {
        const line = end.lines.findLast((one) => 'fetched' in one);
        if (line === undefined) throw new ClusterTrouble('broken', `${job} ended well, but did not tell its outcome.`);
        await hand.keep(LOADED, line.fetched);
        return;
      }
      if (!tolerates || end.kind !== 'backup') throw new ClusterTrouble('broken', end.why);
      await hand.keep(FAULT, end.why);
    },
  };
}
