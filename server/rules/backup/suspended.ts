import { backupRule } from '../rule.ts';
import { exampleJob } from './example-job.ts';
import { jobAtHead } from './speaker.ts';

export const suspended = backupRule({
  id: 'backup/suspended',
  severity: 'warning',
  title: 'The backup is switched off',
  why: `\`suspend: true\` stops all further runs. It is set for a migration or a busy evening, and nothing ever asks for it again: the CronJob is there, it
is green, its last run was a success. The age of the last backup is noticed on the day on which it is needed.`,
  when: `Fires when a CronJob or Job that backs a database up says \`suspend: true\`. Silent where a template says it.`,
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-suspension',
    'https://kubernetes.io/docs/concepts/workloads/controllers/job/#suspending-a-job',
  ],
  examples: {
    bad: exampleJob({ spec: 'concurrencyPolicy: Forbid\nsuspend: true' }),
    good: exampleJob({ spec: 'concurrencyPolicy: Forbid\nsuspend: false' }),
  },
  *check(job) {
    const suspend = job.workload.root.at('spec', 'suspend');
    if (suspend.boolean() !== true) return;
    const message = `${jobAtHead(job)} is suspended: no backup is made until somebody remembers it.`;
    yield { source: suspend.source, message, thing: 'schedule' };
  },
});
