import { backupSteps } from '../../../engines/dumping/backup-steps.ts';
import { isCarrier } from '../../../engines/dumping/carriers.ts';
import { dumpsOf, finalPath } from '../../../engines/dumping/dumps.ts';
import type { Dump } from '../../../engines/dumping/dumps.ts';
import { landingOf } from '../../../engines/dumping/landing.ts';
import { dumpToolOf } from '../../../engines/dumping/tools.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import type { Pod } from '../../../engines/model/workload.ts';
import { backupRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { exampleJob } from './example-job.ts';

const script = (target: string) => `command:
  - sh
  - -ec
  - |
    pg_dumpall --host=orders --username=backup --file="${target}"
    find /backup -name '*.sql' -mtime +14 -delete
volumeMounts:
  - name: backup
    mountPath: /backup`;

export const overwritesLast = backupRule({
  id: 'backup/overwrites-last',
  severity: 'warning',
  title: 'Every run overwrites the last good backup',
  why: `One name for all runs means one backup, and none while it is being written: \`> /backup/db.sql\` empties the file before the dump tool has even logged in. If the run breaks off
there is nothing left. And what was deleted by mistake yesterday, and is noticed today, is missing from last night's dump, too.`,
  when: `Fires when a dump is written to a file or folder of a fixed name. Silent where the name has a date or anything else in it that changes, and where something moves,
copies or uploads the file afterwards.`,
  sources: [
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_07_02',
    'https://www.postgresql.org/docs/current/backup-dump.html',
  ],
  silences: ['backup/no-retention'],
  whenItRuns: `Dumps pile up from then on: see to it that old ones are removed (\`find /backup -name '*.sql' -mtime +14 -delete\` behind the dump), and that the claim has room
for all that are kept.`,
  examples: {
    bad: exampleJob({ container: script('/backup/orders.sql') }),
    good: exampleJob({ container: script('/backup/orders-$(date -u +%Y%m%dT%H%M%SZ).sql') }),
  },
  *check(job) {
    if (job.workload.kind !== 'CronJob') return;
    for (const dump of dumpsOf(job.workload.pod)) {
      const { step } = dump;
      const path = finalPath(dump);
      if (path === undefined || isUnknown(path.value) || step.script?.called === false) continue;
      const landing = landingOf(dump).kind;
      if (landing === 'unknown' || isTakenAway(path.value, job.workload.pod)) continue;
      yield {
        source: path.source,
        message:
          landing === 'kept'
            ? `Every run writes '${path.value}': it empties the last backup before it has a new one, and only one is ever there.`
            : `Every run writes '${path.value}': once that is kept, each run empties the last backup before it has a new one.`,
        thing: `output:${step.step.words[0]?.start ?? 0}`,
        fixes: fixFor(dump),
      };
    }
  },
});

/** Programs that do nothing to a file that would keep it. */
const LOOKERS: ReadonlySet<string> = new Set(
  'rm ls du stat test [ chmod chown echo printf cat head tail wc touch mkdir'.split(' '),
);

/** Something takes the file on: it is moved to a name that nobody can see, packed, or uploaded. */
function isTakenAway(path: string, pod: Pod): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return pod.containers.some((container) => {
    const steps = backupSteps(container);
    if (steps.length === 0) return true;
    return steps.some(
      ({ program = '', words }) =>
        isCarrier(program) ||
        (!LOOKERS.has(program) &&
          dumpToolOf(program) === undefined &&
          words.length > 0 &&
          words.slice(0, -1).some(({ value }) => value.slice(value.lastIndexOf('/') + 1) === name || isUnknown(value))),
    );
  });
}

/** The date behind the name and before its ending. */
function fixFor(dump: Dump): Fix[] {
  const { step, output } = dump;
  const { script: own } = step;
  // A name that another command says again must change in both places.
  if (output.kind !== 'file' || own === undefined || finalPath(dump) !== output.path) return [];
  const { span } = output.path.source;
  if (span === undefined || output.path.source.path !== own.source.path) return [];
  const raw = own.text.slice(...span);
  const slash = raw.lastIndexOf('/');
  const dot = raw.indexOf('.', slash + 1);
  const quote = /["']$/u.test(raw) ? raw.length - 1 : raw.length;
  if (raw.includes("'") || slash < 0 || slash + 1 >= quote) return [];
  const at = span[0] + (dot > slash + 1 ? dot : quote);
  return [
    {
      title: 'Write the time into the name (only if old dumps are removed by something)',
      kind: 'careful',
      apply: (editor) => {
        editor.replaceSpan({ ...output.path.source, span: [at, at] }, '-$(date -u +%Y%m%dT%H%M%SZ)');
      },
    },
  ];
}
