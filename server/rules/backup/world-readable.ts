import { backupSteps } from '../../../engines/dumping/backup-steps.ts';
import type { BackupStep } from '../../../engines/dumping/backup-steps.ts';
import type { BackupJob } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import { backupRule } from '../rule.ts';
import type { Fix, Report, RuleContext } from '../rule.ts';
import { exampleJob } from './example-job.ts';

const script = (line: string) => `command:
  - sh
  - -c
  - |
    set -e
    target="/backup/$(date -u +%Y%m%dT%H%M%SZ).sql"
    pg_dumpall --host=orders --username=backup --file="$target"
    ${line}
    find /backup -name '*.sql' -mtime +14 -delete
volumeMounts:
  - name: backup
    mountPath: /backup`;

export const worldReadable = backupRule({
  id: 'backup/world-readable',
  severity: 'warning',
  title: 'Everyone may read or change the dump',
  why: `A dump is the whole database in one file, without its users and rights. \`chmod 777\`, a share that is mounted with mode 0777 or an object with a public ACL gives it to every
pod, person and stranger that comes near, and who may write it may also put something into the next restore. Mostly it was written to get past «permission denied»: the right
way is the group (\`fsGroup\`) or the user under which the job runs.`,
  when: `Fires when a backup job makes a file or folder readable and writable for everyone (\`chmod 777\`, \`a+rwx\`, \`umask 000\`), uploads with a public ACL, or writes to a claim whose
class mounts with \`dir_mode\` or \`file_mode\` 0777 or 0666.`,
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl',
    'https://learn.microsoft.com/azure/aks/azure-csi-files-storage-provision#mount-options',
  ],
  whenItRuns: `Dumps that are there keep their mode: take it from them by hand (\`chmod -R o-rwx\`), and look whether somebody has fetched them. A class's mount options count for
volumes that are made after the change; those that exist keep theirs in \`spec.mountOptions\` of the PersistentVolume.`,
  examples: {
    bad: exampleJob({ container: script('chmod 777 "$target"') }),
    good: exampleJob({ container: script('chmod 600 "$target"') }),
  },
  *check(job, context) {
    for (const container of job.workload.pod.containers) for (const step of backupSteps(container)) yield* ofStep(step);
    yield* ofClasses(job, context);
  },
});

/** Everyone may write: the last digit has the bit 2. */
const OPEN_MODE = /^0?[0-7]?[0-7][0-7][2367]$/u;
const OPEN_WORDS = /^(?:\w*[ao]\w*|)\+\w*w\w*$/u;
const PUBLIC = /^(?:--acl[= ]?|--canned-acl[= ]?|-a)?public-(?:read|read-write)$/u;

function* ofStep({ program = '', words, source, script, step }: BackupStep): Generator<Report> {
  if (script?.called === false) return;
  const [first] = words.filter(({ value }) => !/^-[a-zA-Z-]/u.test(value));
  const isOpen =
    first !== undefined &&
    ((program === 'chmod' && (OPEN_MODE.test(first.value) || OPEN_WORDS.test(first.value))) ||
      (program === 'umask' && /^0+$/u.test(first.value)));
  const given = words.find(({ value }) => PUBLIC.test(value));
  const place = isOpen ? first : given;
  if (place === undefined) return;
  yield {
    source: place.source,
    message: isOpen
      ? `${program} ${place.value} lets everyone who reaches the volume read and change the dump.`
      : `${program} uploads the dump for everyone to read (${place.value}).`,
    thing: `mode:${step.words[0]?.start ?? 0}`,
    fixes:
      isOpen && program === 'chmod' && OPEN_MODE.test(place.value) && source.span !== undefined ? [closed(place)] : [],
  };
}

function closed(place: { readonly value: string; readonly source: BackupStep['source'] }): Fix {
  const mode = place.value.replace(/[0-7]$/u, '0');
  return {
    title: `Take it from all others: ${mode} (only if they run as the same user or group)`,
    kind: 'careful',
    apply: (editor) => {
      editor.replaceSpan(place.source, mode);
    },
  };
}

/** Classes of the claims that the job mounts. */
function* ofClasses({ workload }: BackupJob, { lookup }: RuleContext): Generator<Report> {
  for (const { claim, name } of workload.pod.volumes) {
    const className = claim?.spec.at('storageClassName').string();
    if (className === undefined) continue;
    for (const object of lookup.named('StorageClass', workload.object, className)) {
      const options = new Field(object).at('mountOptions').items();
      const open = options.filter((one) => /^(?:dir|file)_mode=0?(?:777|666)$/u.test(one.string() ?? ''));
      const [first] = open;
      if (first === undefined) continue;
      yield {
        source: first.source,
        message: `The class '${className}' mounts the volume of the dumps so that everyone may read and change them (${open.map((one) => one.string()).join(', ')}).`,
        thing: `class:${name ?? ''}`,
        fixes: [
          {
            title: 'Mount it for its user and group alone (only if all who read it run as these)',
            kind: 'careful',
            apply: (editor) => {
              for (const one of open) editor.set(one.object, one.path, (one.string() ?? '').replace(/[67]$/u, '0'));
            },
          },
        ],
      };
    }
  }
}
