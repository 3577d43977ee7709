import { isCarriedOff } from '../../../engines/dumping/carried-off.ts';
import { dumpsOf, finalPath } from '../../../engines/dumping/dumps.ts';
import { landingOf } from '../../../engines/dumping/landing.ts';
import type { Landing } from '../../../engines/dumping/landing.ts';
import { backupRule } from '../rule.ts';
import { exampleJob } from './example-job.ts';
import { keepOnClaim } from './keep-on-claim.ts';

const script = `command:
  - sh
  - -c
  - |
    set -e
    pg_dumpall --host=orders --username=backup --file="/backup/$(date -u +%Y%m%dT%H%M%SZ).sql"
    find /backup -name '*.sql' -mtime +14 -delete`;

export const discarded = backupRule({
  id: 'backup/discarded',
  severity: 'error',
  title: 'The dump is gone with the pod',
  why: `A job's container writes to its own layer unless a volume is mounted at that very place, and the layer is deleted with the pod. So is an emptyDir. The job is green,
the log shows no error, \`ls\` at the end of the script even lists the file: a minute later it is gone. Many tutorials print such a CronJob.

The log is no place either: the kubelet cuts it off at some megabytes, and everyone who may read logs may read the data.`,
  when: `Fires when a dump ends in the container's own file system, on an emptyDir, or in the log, and nothing in the pod carries it off: no client of an object store, no
copy onto a volume that stays. Silent where a program or an image does something that cannot be seen, and where a template may add volumes.`,
  sources: [
    'https://kubernetes.io/docs/concepts/storage/volumes/#background',
    'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
    'https://kubernetes.io/docs/concepts/cluster-administration/logging/#log-rotation',
  ],
  silences: ['backup/no-retention', 'backup/missing-directory'],
  whenItRuns: `There is no backup yet, whatever the runs so far said. Mount a claim, or carry the dump to an object store; run the job once by hand and look at what is there
after its pod has gone.`,
  examples: { bad: exampleJob({ container: script, pod: '' }), good: exampleJob({}) },
  *check(job, { lookup }) {
    const { pod } = job.workload;
    for (const dump of dumpsOf(pod)) {
      const { step, output } = dump;
      if (step.script?.called === false) continue;
      const landing = landingOf(dump);
      const isLogged = output.kind === 'log';
      if ((landing.kind !== 'lost' && !isLogged) || isCarriedOff(pod)) continue;
      yield {
        source: finalPath(dump)?.source ?? step.source,
        message: `${isLogged ? `What ${step.program ?? 'the dump'} writes goes to the container's log` : placed(landing)}, and nothing carries it off: when the pod is gone, so is the backup.`,
        thing: `output:${step.step.words[0]?.start ?? 0}`,
        fixes: keepOnClaim(job, dump, landing, lookup),
      };
    }
  },
});

function placed(landing: Landing): string {
  if (landing.kind !== 'lost') return 'The dump is written to a place that goes with the pod';
  const { volume, path } = landing.mount ?? {};
  return volume === undefined
    ? 'No volume is mounted where the dump is written: it lies in the container’s own layer'
    : `The dump lies on ${volume.kind === 'empty-dir' ? 'an emptyDir' : 'a volume that is deleted with the pod'} (${path ?? ''})`;
}
