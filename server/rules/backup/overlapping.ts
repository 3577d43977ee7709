import { backupRule } from '../rule.ts';
import { exampleJob } from './example-job.ts';
import { jobAtHead } from './speaker.ts';

export const overlapping = backupRule({
  id: 'backup/overlapping',
  severity: 'warning',
  title: 'A slow backup is overtaken by the next one',
  why: `A CronJob that says nothing starts a run at each turn, whether or not the one before it has ended. On the day on which a dump takes longer than
the pause (the data has grown, the store is slow, a lock is held) two runs read the database at once and make each other slower still, a third joins
them, and where they write one name they mix their files.

\`Replace\` is no way out: it kills the run that is nearly done, and a backup that always takes too long is never finished. With \`Forbid\` a turn is
left out instead, and the next one comes.`,
  when: `Fires when a CronJob that backs a database up has no \`concurrencyPolicy\`, or another one than \`Forbid\`. Silent where a template or an overlay may
set it.`,
  sources: ['https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy'],
  examples: { bad: exampleJob({ spec: '' }), good: exampleJob({}) },
  *check(job) {
    if (job.workload.kind !== 'CronJob') return;
    const policy = job.workload.root.at('spec', 'concurrencyPolicy');
    const written = policy.string();
    if (written === 'Forbid' || !(policy.absent || written !== undefined)) return;
    const message =
      written === 'Replace'
        ? `${jobAtHead(job)} kills a run that still goes on when the next is due (concurrencyPolicy Replace): a backup that takes longer than the pause is never finished.`
        : `${jobAtHead(job)} starts the next run though the last one still goes on (concurrencyPolicy ${written ?? 'is Allow by default'}): slow dumps pile up and slow each other down.`;
    yield {
      source: policy.source,
      message,
      thing: 'concurrency',
      fixes: [
        {
          title: 'Leave a turn out while a run goes on (concurrencyPolicy: Forbid)',
          kind: 'safe',
          apply: (editor) => {
            if (policy.exists) editor.set(policy.object, policy.path, 'Forbid');
            else editor.insert(policy.object, policy.path, 'Forbid', { before: 'jobTemplate' });
          },
        },
      ],
    };
  },
});
