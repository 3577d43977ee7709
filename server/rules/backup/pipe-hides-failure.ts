import { dumpsOf } from '../../../engines/dumping/dumps.ts';
import type { Dump } from '../../../engines/dumping/dumps.ts';
import { backupRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { exampleJob } from './example-job.ts';
import { fateIf, headOf, separator, useBash, waysToPipefail } from './script-edits.ts';

const script = (options: string) => `command:
  - bash
  - -c
  - |
    set ${options}
    target="/backup/$(date -u +%Y%m%dT%H%M%SZ).sql.gz"
    pg_dumpall --host=orders --username=backup | gzip > "$target"
    find /backup -name '*.sql.gz' -mtime +14 -delete
volumeMounts:
  - name: backup
    mountPath: /backup`;

export const pipeHidesFailure = backupRule({
  id: 'backup/pipe-hides-failure',
  severity: 'warning',
  title: 'A pipe hides that the dump broke off',
  why: `A shell asks only the last program of a pipe how it went. When the dump tool cannot log in, loses the connection or runs out of memory, \`gzip\` compresses what
came so far, perhaps nothing, and ends well. The job counts as a success each night, and the folder fills with files of twenty bytes.

With \`set -o pipefail\` the pipe fails when any part of it does. Bash, BusyBox and newer shells know it; \`dash\`, the \`/bin/sh\` of Debian and Ubuntu, does not, so a
script for \`sh\` in such an image needs Bash first.`,
  when: `Fires when a dump is piped on, the shell runs without \`pipefail\`, and nothing asks for \`PIPESTATUS\`. Silent for pipes whose every part is asked.`,
  sources: [
    'https://www.gnu.org/software/bash/manual/bash.html#Pipelines',
    'https://about.gitlab.com/blog/postmortem-of-database-outage-of-january-31/',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#set',
  ],
  silences: ['backup/failures-forgotten'],
  whenItRuns: `The change counts from the next run on. If that fails, the runs before it may have failed as well: look at the size of the last dumps, and read one back.`,
  examples: { bad: exampleJob({ container: script('-eu') }), good: exampleJob({ container: script('-euo pipefail') }) },
  *check(job) {
    for (const dump of dumpsOf(job.workload.pod)) {
      const { step } = dump;
      if (step.fate !== 'piped' || !step.shellHere) continue;
      const fix = fixFor(dump);
      yield {
        source: step.source,
        message: `When ${step.program ?? 'the dump'} fails half-way, the pipe still ends well, and a broken file counts as a good backup: the shell asks only the last program of a pipe.`,
        thing: `dump:${step.step.words[0]?.start ?? 0}`,
        fixes: fix === undefined ? [] : [fix],
      };
    }
  },
});

function fixFor({ step }: Dump): Fix | undefined {
  const { script: own } = step;
  const way = own && waysToPipefail(own);
  if (own === undefined || way === undefined || !own.called) return undefined;
  const isEnough = fateIf(step, { options: { ...own.options, pipefail: true } }) === 'seen';
  if (!isEnough && fateIf(step, { options: { errexit: true, pipefail: true } }) !== 'seen') return undefined;
  const command = isEnough ? 'set -o pipefail' : 'set -eo pipefail';
  const shell = way.bash && own.container.words.find(({ source }) => source === way.bash);
  return {
    title: `Let the run fail when ${step.program ?? 'the dump'} does: ${command}${shell === undefined ? '' : ' in bash'}${isEnough ? '' : ' (only if no other command may fail)'}`,
    kind: isEnough ? 'safe' : 'careful',
    apply: (editor) => {
      editor.replaceSpan(headOf(own), `${command}${separator(own)}`);
      if (shell !== undefined) useBash(editor, shell.source, shell.value);
    },
  };
}
