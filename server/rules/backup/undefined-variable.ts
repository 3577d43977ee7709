import { backupSteps } from '../../../engines/dumping/backup-steps.ts';
import type { BackupScript } from '../../../engines/dumping/backup-steps.ts';
import { lacksVariable } from '../../../engines/dumping/job-images.ts';
import type { BackupJob } from '../../../engines/model/database.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import type { Json } from '../../../engines/model/object.ts';
import type { Container } from '../../../engines/model/workload.ts';
import { readVariables } from '../../../engines/shell/variables.ts';
import type { VariableUse } from '../../../engines/shell/variables.ts';
import { backupRule } from '../rule.ts';
import { isTypo } from '../workload/edit-distance.ts';
import { exampleJob } from './example-job.ts';

const script = (user: string) => `command:
  - sh
  - -c
  - |
    set -e
    pg_dumpall --host=orders --username="$${user}" --file="/backup/$(date -u +%Y%m%dT%H%M%SZ).sql"
    find /backup -name '*.sql' -mtime +14 -delete
env:
  - name: DB_USER
    value: backup
volumeMounts:
  - name: backup
    mountPath: /backup`;

export const undefinedVariable = backupRule({
  id: 'backup/undefined-variable',
  severity: 'error',
  title: 'The backup uses a variable that nothing sets',
  why: `A shell takes a variable that is not set for nothing, without a word. \`mysqldump -h $HOST -u$USER $DB\` becomes \`mysqldump -h -u\`: the host is now «-u», no database is
named, and the dump is empty or fails. Mostly one letter is wrong, or the script was copied and the \`env\` was not.`,
  when: `Fires when a script of a backup job uses \`$NAME\` without a default, and neither \`env\`, \`envFrom\`, the script, nor the image sets it. Silent where variables may
come from out of sight (a ConfigMap or Secret taken in whole, a template, a file that the script reads in, an image that is not known), and where the script tests
for the variable.`,
  sources: [
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_06_02',
    'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
  ],
  examples: {
    bad: exampleJob({ container: script('DB_USR') }),
    good: exampleJob({ container: script('DB_USER') }),
  },
  *check(job) {
    for (const container of job.workload.pod.containers) {
      for (const own of scriptsOf(container)) {
        const missing = missingIn(own, container, job);
        const [first] = missing;
        if (first === undefined) continue;
        const names = [...new Set(missing.map(({ name }) => `$${name}`))];
        const near = names.length === 1 ? likelyMeant(first.name, container) : undefined;
        yield {
          source: { ...own.source, span: [first.start, first.end] },
          message: `Nothing sets ${listed(names)} in ${container.name === undefined ? 'this container' : `container '${container.name}'`}: the shell puts nothing in ${names.length === 1 ? 'its' : 'their'} place.${near === undefined ? '' : ` $${near} is set.`}`,
          thing: `script:${container.name ?? ''}`,
        };
      }
    }
  },
});

/** The scripts of a container in which it backs something up, each once. */
function scriptsOf(container: Container): BackupScript[] {
  return [...new Set(backupSteps(container).flatMap(({ script: own }) => own ?? []))];
}

function missingIn(own: BackupScript, container: Container, job: BackupJob): VariableUse[] {
  const { environment, image } = container;
  if (!environment.complete || isUnknown(own.text)) return [];
  const { used, set, opaque } = readVariables(own.text);
  const all = scriptsOf(container).map(({ text }) => readVariables(text));
  if (opaque || all.some((one) => one.opaque)) return [];
  const filledIn = used.some(({ braced }) => braced) && isFilledIn(job);
  return used.filter(
    ({ name, braced }) =>
      !set.has(name) &&
      !all.some((one) => one.set.has(name)) &&
      !environment.variables.has(name) &&
      !OWN.test(name) &&
      lacksVariable(image, name) &&
      !(braced && filledIn),
  );
}

/**
 * What shells, container runtimes and Kubernetes set: https://www.gnu.org/software/bash/manual/bash.html#Shell-Variables,
 * https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
const OWN =
  /^(?:PATH|HOME|PWD|OLDPWD|HOSTNAME|USER|LOGNAME|SHELL|SHLVL|TERM|LANG|LC_\w+|TZ|IFS|PS[0-4]|OPTARG|OPTIND|OPTERR|REPLY|RANDOM|SRANDOM|SECONDS|LINENO|EUID|UID|GROUPS|PPID|PIPESTATUS|FUNCNAME|DIRSTACK|EPOCH\w+|BASH\w*|HOSTTYPE|OSTYPE|MACHTYPE|COLUMNS|LINES|_|KUBERNETES_\w+|\w+_SERVICE_(?:HOST|PORT\w*)|\w+_PORT(?:_\d+_\w+)?)$/u;

/** True where the manifest holds `${…}` outside of its containers: a tool fills it in before it is applied. */
function isFilledIn({ workload }: BackupJob): boolean {
  const text = (value: Json, key: string | number): boolean => {
    if (key === 'containers' || key === 'initContainers') return false;
    if (typeof value === 'string') return value.includes('${');
    if (value === null || typeof value !== 'object') return false;
    return Object.entries(value).some(([name, one]) => text(one, name));
  };
  return text(workload.object.body, '');
}

/** The one variable of the container whose name is nearest: the same letters but two, or the same ending behind another beginning. */
function likelyMeant(name: string, { environment }: Container): string | undefined {
  const near = [...environment.variables.keys()].filter((one) => isTypo(name, one) || one.endsWith(`_${name}`));
  return near.length === 1 ? near[0] : undefined;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
