import { backupSteps } from '../../../engines/dumping/backup-steps.ts';
import { isCarriedOff } from '../../../engines/dumping/carried-off.ts';
import { dumpsOf } from '../../../engines/dumping/dumps.ts';
import type { Dump } from '../../../engines/dumping/dumps.ts';
import { lacksFolder } from '../../../engines/dumping/job-images.ts';
import { landingOf, landingOfPath } from '../../../engines/dumping/landing.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import { backupRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { exampleJob } from './example-job.ts';
import { headOf, separator } from './script-edits.ts';

const script = (first: string) => `command:
  - sh
  - -ec
  - |
${first}    pg_dumpall --host=orders --username=backup --file=/dumps/all.sql
    mv /dumps/all.sql "/backup/$(date -u +%Y%m%dT%H%M%SZ).sql"
    find /backup -name '*.sql' -mtime +14 -delete
volumeMounts:
  - name: backup
    mountPath: /backup`;

export const missingDirectory = backupRule({
  id: 'backup/missing-directory',
  severity: 'error',
  title: 'The folder for the dump does not exist',
  why: `Neither a shell's \`>\` nor a dump tool makes the folder into which it writes. In the container that is a folder of the image, of a volume, or one that the script has made; in
any other the first line fails with «no such file or directory», and nothing is dumped.`,
  when: `Fires when a dump is written to a folder of the container's own file system that the image is known not to have, and the script does not make it. Silent for images that are not
known and for folders of which a part is not known; where nothing keeps the dump anyway \`backup/discarded\` speaks.`,
  sources: ['https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_07'],
  examples: {
    bad: exampleJob({ container: script('') }),
    good: exampleJob({ container: script('    mkdir -p /dumps\n') }),
  },
  *check(job) {
    const { pod } = job.workload;
    for (const dump of dumpsOf(pod)) {
      const { step, output, tool } = dump;
      if (output.kind !== 'file') continue;
      const landing = landingOfPath(output.path.value, step);
      if (landing.kind !== 'lost' || landing.mount !== undefined) continue;
      // These make their own.
      if (tool.programs.includes('pg_basebackup') || tool.programs.includes('mongodump')) continue;
      const folder = landing.path.slice(0, landing.path.lastIndexOf('/'));
      if (isUnknown(folder) || !lacksFolder(step.container.image, folder) || isMade(folder, dump)) continue;
      if (landingOf(dump).kind !== 'kept' && !isCarriedOff(pod)) continue;
      yield {
        source: output.path.source,
        message: `The folder ${folder} is neither in the image nor mounted, and the script does not make it: ${step.program ?? 'the dump'} fails with «no such file or directory».`,
        thing: `output:${step.step.words[0]?.start ?? 0}`,
        fixes: fixFor(dump, folder),
      };
    }
  },
});

/** Programs that make folders, or may: the words in which they name this one, or what nobody can see. */
function isMade(folder: string, { step }: Dump): boolean {
  return backupSteps(step.container).some(
    ({ program = '', words }) =>
      /^(?:mkdir|install|git|tar|unzip|cp|ln)$/u.test(program) &&
      words.some(
        ({ value }) => isUnknown(value) || folder.startsWith(value.replace(/\/$/u, '')) || value.startsWith(folder),
      ),
  );
}

function fixFor({ step }: Dump, folder: string): Fix[] {
  const own = step.script;
  if (own === undefined) return [];
  if (step.source.path !== own.source.path || step.source.span === undefined) return [];
  return [
    {
      title: `Make it: mkdir -p ${folder}`,
      kind: 'safe',
      apply: (editor) => {
        editor.replaceSpan(headOf(own), `mkdir -p ${folder}${separator(own)}`);
      },
    },
  ];
}
