import { readOptions } from '../../../engines/clients/read.ts';
import { backupSteps, uncalledLines } from '../../../engines/dumping/backup-steps.ts';
import type { BackupScript, BackupStep } from '../../../engines/dumping/backup-steps.ts';
import { dumpsOf } from '../../../engines/dumping/dumps.ts';
import { lacksTool, startsNoShell } from '../../../engines/dumping/job-images.ts';
import { dumpToolOf } from '../../../engines/dumping/tools.ts';
import type { BackupJob } from '../../../engines/model/database.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import type { Container } from '../../../engines/model/workload.ts';
import { programName, SHELL } from '../../../engines/configuration/calls.ts';
import { readShell } from '../../../engines/shell/commands.ts';
import { backupRule } from '../rule.ts';
import type { Report } from '../rule.ts';
import { exampleJob } from './example-job.ts';

const MOUNT = 'volumeMounts:\n  - name: backup\n    mountPath: /backup';
const LINES = `args:
  - pg_dumpall --host=orders --username=backup --file=/backup/orders.sql
  - gzip /backup/orders.sql
${MOUNT}`;
const SCRIPT = `command:
  - sh
  - -ec
  - |
    pg_dumpall --host=orders --username=backup --file="/backup/$(date +%s).sql"
    find /backup -name '*.sql' -mtime +14 -delete
${MOUNT}`;

export const doesNothing = backupRule({
  id: 'backup/does-nothing',
  severity: 'error',
  title: 'The backup job never dumps anything',
  why: `\`args\` are handed to a program as they are. Shell lines in them are no script: the first line, blanks and all, is taken for the name of a program, which does not exist. Behind
\`sh -c SCRIPT\` further words are the script's \`$0\` and \`$1\`; they never run. And \`mysql db > db.sql\` writes what a query prints, of which there is none: the tool that dumps
is \`mysqldump\`.

Such a job fails at each turn, or, worse, ends well and leaves an empty file.`,
  when: `Fires when shell lines stand where no shell reads them, when the client runs where the dump tool was meant, when the function with the dump is never called, and when an
official image is known not to hold the dump tool and nothing installs it. Silent for images that are not known: their entrypoint may do anything.`,
  sources: [
    'https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/sh.html',
    'https://dev.mysql.com/doc/refman/8.4/en/mysqldump.html',
  ],
  silences: ['backup/no-host', 'backup/inconsistent', 'backup/partial'],
  examples: { bad: exampleJob({ container: LINES }), good: exampleJob({ container: SCRIPT }) },
  *check(job) {
    for (const container of job.workload.pod.containers) {
      yield* linesWithoutShell(container);
      yield* wordsBehindScript(container);
      yield* neverCalled(container);
      yield* toolNotThere(container, job);
    }
    yield* clientForDump(job);
  },
});

/** Some word of it is a shell. */
function hasShell({ words }: Container): boolean {
  return words.some(({ value }) => SHELL.test(programName(value)));
}

/** `args: [pg_dump …, gsutil cp …]` in an image that starts no shell. */
function* linesWithoutShell(container: Container): Generator<Report> {
  const lines = uncalledLines(container);
  if (hasShell(container) || lines.length === 0) return;
  // One line may be what an entrypoint of one's own runs; several can be nobody's.
  if (lines.length < 2 && !startsNoShell(container.image)) return;
  const key = container.command.length > 0 ? 'command' : 'args';
  const list = container.field.at(key);
  const first = lines[0]?.text.trim().split(/\s+/u)[0] ?? '';
  yield {
    source: list.source,
    message: `No shell reads these lines: «${first} …» with all its blanks is taken for the name of a program, and there is none. Nothing is dumped.`,
    thing: 'dump',
  };
}

/** `[sh, -c, dump …, tar …]`. */
function* wordsBehindScript(container: Container): Generator<Report> {
  if (!hasShell(container)) return;
  const [line] = uncalledLines(container);
  if (line === undefined || /\$[@*1-9]/u.test(container.scripts[0]?.value ?? '')) return;
  yield {
    source: line.source,
    message: `This line never runs: a shell takes one word behind -c as its script, and all others as that script's $0, $1 and so on.`,
    thing: 'rest',
  };
}

/** A dump within a function that nobody calls. */
function* neverCalled(container: Container): Generator<Report> {
  const steps = backupSteps(container);
  const scripts = [...new Set(steps.flatMap(({ script }) => script ?? []))];
  for (const script of scripts) {
    if (isUnknown(script.text) || !script.called) continue;
    const run = new Set(steps.filter((step) => step.script === script).map(({ step }) => step.words[0]?.start));
    for (const { words } of readShell(script.text)) {
      const [first] = words;
      const tool = first && dumpToolOf(programName(first.text));
      if (first === undefined || tool === undefined || tool.dumpsBy !== undefined || run.has(first.start)) continue;
      if (mayRun(script, first.start)) continue;
      yield {
        source: { ...script.source, span: [first.start, first.end] },
        message: `${programName(first.text)} stands in a function that nothing calls: it never runs.`,
        thing: 'dump',
      };
      return;
    }
  }
}

/**
 * True where what stands there may run after all: it is in no function, in a substitution (which is read in another way), or its function is named elsewhere in the script:
 * `retry 3 dump`, `trap dump EXIT`.
 */
function mayRun({ text }: BackupScript, start: number): boolean {
  const before = text.slice(0, start);
  const substitution = before.lastIndexOf('$(');
  const isSubstituted = substitution >= 0 && !before.includes(')', substitution);
  const isBackquoted = before.split('`').length % 2 === 0;
  const [, long, short] = [...before.matchAll(FUNCTION)].at(-1) ?? [];
  const name = long ?? short;
  if (name === undefined || isSubstituted || isBackquoted) return true;
  return text.split(/[^\w-]+/u).filter((word) => word === name).length > 1;
}

/** `name() {` and `function name`. */
const FUNCTION = /(?:^|[\s;{}])(?:function\s+([\w-]+)|([A-Za-z_][\w-]*)\s*\(\s*\)\s*\{)/gu;

const INSTALLS =
  /^(?:apk|apt|apt-get|aptitude|yum|dnf|microdnf|zypper|pip|pip3|curl|wget|tar|unzip|dpkg|rpm|install|ln|cp|export|brew|npm)$/u;

function* toolNotThere(container: Container, { workload }: BackupJob): Generator<Report> {
  const steps = backupSteps(container);
  const mayBring =
    workload.pod.containers.some((one) => one !== container && one.init) ||
    steps.some(({ program = '' }) => INSTALLS.test(program));
  if (mayBring || !container.filesComplete) return;
  for (const { program = '', source, elsewhere, script, words } of steps) {
    const tool = dumpToolOf(program);
    if (tool === undefined || elsewhere || script?.called === false || !lacksTool(container.image, program)) continue;
    if (
      tool.dumpsBy !== undefined &&
      !readOptions(words, tool).options.some(({ name }) => tool.dumpsBy?.includes(name))
    )
      continue;
    yield {
      source,
      message: `The image ${container.image?.reference ?? ''} holds no ${program}${program === 'mysqldump' && container.image?.repository.endsWith('mariadb') === true ? ' (there it is mariadb-dump)' : ''}, and nothing installs it: the command is not found.`,
      thing: 'dump',
    };
    return;
  }
}

/** Clients that print rows, the tool that was meant, and options by which they were told what to ask. */
const CLIENTS: Readonly<Record<string, { readonly tool: string; readonly asked: RegExp }>> = {
  mysql: { tool: 'mysqldump', asked: /^(?:-e|--execute|-\w*e$|--init-command|--defaults)/u },
  mariadb: { tool: 'mariadb-dump', asked: /^(?:-e|--execute|-\w*e$|--init-command|--defaults)/u },
  psql: { tool: 'pg_dump', asked: /^(?:-c|-f|-l|--command|--file|--list|-\w*c)/u },
  mongo: { tool: 'mongodump', asked: /^(?:--eval|--version|.*\.js$)/u },
  mongosh: { tool: 'mongodump', asked: /^(?:--eval|--version|.*\.js$)/u },
};

function* clientForDump({ workload }: BackupJob): Generator<Report> {
  if (dumpsOf(workload.pod).length > 0) return;
  for (const container of workload.pod.containers) {
    for (const step of backupSteps(container)) {
      const client = CLIENTS[step.program ?? ''];
      if (client === undefined || step.writesTo.length === 0 || isAsked(step, client.asked)) continue;
      yield {
        source: step.source,
        message: `${step.program ?? ''} is the client: it is given no query, so what it writes is empty. The tool that dumps is ${client.tool}.`,
        thing: 'dump',
      };
      return;
    }
  }
}

function isAsked({ step, words }: BackupStep, asked: RegExp): boolean {
  const isFed = step.redirects.some(({ operator }) => operator.startsWith('<')) || (step.pipe?.index ?? 0) > 0;
  return isFed || words.some(({ value }) => asked.test(value) || value.startsWith('<<'));
}
