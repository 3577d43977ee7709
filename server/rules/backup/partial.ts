import { dumpsOf, mayHoldOptions } from '../../../engines/dumping/dumps.ts';
import type { Dump } from '../../../engines/dumping/dumps.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import { backupRule } from '../rule.ts';
import { exampleJob } from './example-job.ts';

const script = (command: string) => `command:
  - sh
  - -ec
  - |
    ${command} --host=orders --username=backup --file="/backup/$(date -u +%Y%m%dT%H%M%SZ).sql"
    find /backup -name '*.sql' -mtime +14 -delete
volumeMounts:
  - name: backup
    mountPath: /backup`;

export const partial = backupRule({
  id: 'backup/partial',
  severity: 'info',
  title: 'The dump is not all of the server',
  why: `What one database holds is not all that its server needs to be what it was: accounts and their rights, other databases, stored procedures and events are elsewhere, and many a
restore has ended with «role does not exist». That may be meant; it should be known before the day on which it counts.`,
  when: `Fires for pg_dump without a \`pg_dumpall\` beside it, for mysqldump and mariadb-dump without \`--all-databases\`, or without \`--routines\` and \`--events\`, and for mongodump
with \`--db\`. Silent where a variable may hold such options, and where the script goes through all databases.`,
  sources: [
    'https://www.postgresql.org/docs/current/backup-dump.html#BACKUP-DUMP-ALL',
    'https://dev.mysql.com/doc/refman/8.4/en/mysqldump-stored-programs.html',
    'https://www.mongodb.com/docs/database-tools/mongodump/',
  ],
  examples: {
    bad: exampleJob({ container: script('pg_dump --dbname=shop') }),
    good: exampleJob({ container: script('pg_dumpall') }),
  },
  *check(job) {
    const dumps = dumpsOf(job.workload.pod);
    for (const dump of dumps) {
      const left = leftOut(dump, dumps);
      if (left === undefined) continue;
      const { step } = dump;
      yield {
        source: step.source,
        message: `What ${step.program ?? 'this'} dumps here leaves out ${left}.`,
        thing: `whole:${step.step.words[0]?.start ?? 0}`,
      };
    }
  },
});

function leftOut(dump: Dump, dumps: readonly Dump[]): string | undefined {
  const { step, tool, options } = dump;
  const has = (names: readonly string[]) => options.some(({ name }) => names.includes(name));
  if (
    mayHoldOptions(dump) ||
    options.some(({ name }) => isUnknown(name)) ||
    has(['defaults-file', 'defaults-extra-file', 'config', 'uri'])
  )
    return undefined;
  const others = dumps.filter((one) => one.step !== step && one.tool.engines === tool.engines);
  if (others.length > 0 || /show\s+databases|pg_database|listDatabases/iu.test(step.script?.text ?? ''))
    return undefined;
  if (tool.narrowedBy !== undefined) return has(tool.narrowedBy) ? tool.leavesOut : undefined;
  if (tool.whole === undefined || !has(tool.whole)) return tool.leavesOut;
  const missing = (tool.besides ?? []).filter((one) => !has(one.options));
  return missing.length === 0
    ? undefined
    : missing.map(({ holds, options: [name] }) => `${holds} (--${name})`).join(', and ');
}
