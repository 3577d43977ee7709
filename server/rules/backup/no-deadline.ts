import { BadSchedule, longestPause } from '../../../engines/model/cron.ts';
import { durationText } from '../../../engines/model/goals.ts';
import { backupRule } from '../rule.ts';
import { exampleJob } from './example-job.ts';
import { jobAtHead } from './speaker.ts';

export const noDeadline = backupRule({
  id: 'backup/no-deadline',
  severity: 'info',
  title: 'A backup that hangs is never given up',
  why: `A dump that waits for a lock, or an upload whose other end has gone, can hang for days: the pod runs, so nothing has failed and nobody is told. With
\`concurrencyPolicy: Forbid\` it also keeps all later runs from starting; without it, they pile up beside it.

\`activeDeadlineSeconds\` ends a run that takes far longer than any good one. It counts as failed then, monitoring sees it, and the next turn comes.`,
  when: `Fires when neither the Job of a CronJob that backs a database up nor its pod has \`activeDeadlineSeconds\`. Silent where a template or an overlay
may set it.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup',
    'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy',
  ],
  whenItRuns: `Look first how long the runs take (\`kubectl get jobs\` shows the duration of each), and take several times the longest. The change counts for
runs that start after it; one that goes on is not touched.`,
  examples: { bad: exampleJob({ job: 'backoffLimit: 2' }), good: exampleJob({}) },
  *check(job) {
    const { kind, root, pod } = job.workload;
    if (kind !== 'CronJob') return;
    const spec = root.at('spec', 'jobTemplate', 'spec');
    const deadline = spec.at('activeDeadlineSeconds');
    if (!deadline.absent || deadline.exists || !pod.spec.at('activeDeadlineSeconds').absent) return;
    const seconds = sensible(root.at('spec', 'schedule').string());
    yield {
      source: deadline.source,
      message: `${jobAtHead(job)} gives a run all the time in the world: one that hangs never fails, and nobody is told.`,
      thing: 'deadline',
      fixes: spec.exists
        ? [
            {
              title: `Give a run up after ${durationText(seconds)} (only if no good run takes as long)`,
              kind: 'careful',
              apply: (editor) => {
                editor.insert(deadline.object, deadline.path, seconds, { before: 'template' });
              },
            },
          ]
        : [],
    };
  },
});

const [SHORTEST, LONGEST] = [3_600, 14_400];

/** The pause between two runs, within an hour and four: seconds. */
function sensible(schedule: string | undefined): number {
  if (schedule === undefined) return LONGEST;
  try {
    return Math.min(LONGEST, Math.max(SHORTEST, longestPause(schedule) ?? LONGEST));
  } catch (error) {
    if (error instanceof BadSchedule) return LONGEST;
    throw error;
  }
}
