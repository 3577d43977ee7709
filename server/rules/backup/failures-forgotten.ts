import { dumpsOf } from '../../../engines/dumping/dumps.ts';
import type { Dump } from '../../../engines/dumping/dumps.ts';
import type { BackupJob } from '../../../engines/model/database.ts';
import { backupRule } from '../rule.ts';
import type { Fix, Report } from '../rule.ts';
import { exampleJob } from './example-job.ts';
import { fateIf, headOf, separator } from './script-edits.ts';
import { jobAtHead } from './speaker.ts';

const script = (options: string) => `command:
  - sh
  - -c
  - |
    ${options}
    pg_dumpall --host=orders --username=backup --file="/backup/$(date -u +%Y%m%dT%H%M%SZ).sql"
    find /backup -name '*.sql' -mtime +14 -delete
    echo done
volumeMounts:
  - name: backup
    mountPath: /backup`;

export const failuresForgotten = backupRule({
  id: 'backup/failures-forgotten',
  severity: 'warning',
  title: 'A failed dump counts as a success',
  why: `A script ends as its last command does. When \`echo done\` stands behind the dump, or \`|| true\`, the job succeeds whatever happened before, Kubernetes does not try
again, and no alert on failed jobs ever fires. Worse: a line that removes old dumps still runs, until only broken ones are left.

\`set -e\` ends the script at the first command that fails; in \`a && b\` it does not, unless that is the script's last line.`,
  when: `Fires when a dump's failure is followed by other commands without \`set -e\`, is forgiven by \`|| true\` and its like or by a trap that ends with 0, and when a CronJob keeps
no failed run (\`failedJobsHistoryLimit: 0\`). Silent where the script asks for the status: \`if\`, \`|| exit 1\`, \`$?\`.`,
  sources: [
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#set',
    'https://www.gnu.org/software/bash/manual/bash.html#The-Set-Builtin',
    'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits',
  ],
  whenItRuns: `The change counts from the next run on. If that fails, the runs before it may have failed as well: look at the size of the last dumps, and read one back.`,
  examples: { bad: exampleJob({ container: script('date') }), good: exampleJob({ container: script('set -e') }) },
  *check(job) {
    yield* keptFailures(job);
    for (const dump of dumpsOf(job.workload.pod)) {
      const { step } = dump;
      const isForgotten = step.fate === 'overlooked' || step.fate === 'forgiven';
      if (!isForgotten || !step.shellHere || step.script?.called === false) continue;
      yield {
        source: step.source,
        message:
          step.fate === 'forgiven'
            ? `When ${step.program ?? 'the dump'} fails, the script says that it does not matter: the run counts as a good backup.`
            : `When ${step.program ?? 'the dump'} fails, the script goes on and ends as its last command does: the run counts as a good backup.`,
        thing: `dump:${step.step.words[0]?.start ?? 0}`,
        fixes: fixesFor(dump),
      };
    }
  },
});

function* keptFailures(job: BackupJob): Generator<Report> {
  const limit = job.workload.root.at('spec', 'failedJobsHistoryLimit');
  if (job.workload.kind !== 'CronJob' || limit.number() !== 0) return;
  yield {
    source: limit.source,
    message: `${jobAtHead(job)} keeps no failed run: nothing is left that says that it failed, nor its log.`,
    thing: 'history',
    fixes: [
      {
        title: 'Keep the last failed run (failedJobsHistoryLimit: 1)',
        kind: 'safe',
        apply: (editor) => {
          editor.set(limit.object, limit.path, 1);
        },
      },
    ],
  };
}

function fixesFor({ step }: Dump): Fix[] {
  const { script: own, step: read } = step;
  if (own === undefined) return [];
  const { forgiven } = read;
  if (forgiven !== undefined) {
    const text = own.text.slice(0, forgiven[0]) + own.text.slice(forgiven[1]);
    if (fateIf(step, { text }) !== 'seen' || step.source.span === undefined) return [];
    return [
      {
        title: `Take '${own.text.slice(...forgiven).trim()}' out (a failed dump then fails the run)`,
        kind: 'safe',
        apply: (editor) => {
          editor.replaceSpan({ ...own.source, span: forgiven }, '');
        },
      },
    ];
  }
  if (fateIf(step, { options: { ...own.options, errexit: true } }) !== 'seen') return [];
  return [
    {
      title: 'End the script at the first command that fails: set -e (only if no other command may fail)',
      kind: 'careful',
      apply: (editor) => {
        editor.replaceSpan(headOf(own), `set -e${separator(own)}`);
      },
    },
  ];
}
