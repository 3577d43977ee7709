import { dumpsOf, mayHoldOptions } from '../../../engines/dumping/dumps.ts';
import type { Dump } from '../../../engines/dumping/dumps.ts';
import { clientCall } from '../../../engines/clients/index.ts';
import type { DumpTool } from '../../../engines/model/dump-tool.ts';
import { backupRule, databaseRule } from '../rule.ts';
import type { Fix, Rule } from '../rule.ts';
import { exampleJob } from './example-job.ts';
import { rawCopies } from './raw-copy.ts';

const script = (option: string) => `command:
  - bash
  - -c
  - |
    set -euo pipefail
    mysqldump --host=catalog --user=backup${option} --all-databases --routines --events | gzip > "/backup/$(date -u +%Y%m%d).sql.gz"
    find /backup -name '*.sql.gz' -mtime +14 -delete
volumeMounts:
  - name: backup
    mountPath: /backup`;

const example = (option: string) => exampleJob({ name: 'catalog-dump', image: 'mysql:8.4', container: script(option) });

type Page = Pick<Rule, 'id' | 'severity' | 'title' | 'why' | 'when' | 'sources' | 'examples'>;

const PAGE: Page = {
  id: 'backup/inconsistent',
  severity: 'warning',
  title: 'The dump holds no single moment',
  why: `A dump takes minutes or hours, and the application goes on writing. Read table by table, an order may be in the dump and its lines may not: a restore then gives a
database that never was, and no error says so.

\`mysqldump --single-transaction\` reads all InnoDB tables as of the moment at which it began, and locks nothing. Without it each database is locked while it is read:
writers wait, and two databases still come from two moments. \`mongodump --oplog\` adds what a replica set wrote meanwhile. Files that are copied with \`tar\`, \`cp\` or \`rsync\` under a running server are
worse still: they do not fit each other, and the copy does not start.`,
  when: `Fires for mysqldump and mariadb-dump without \`--single-transaction\` (or \`--lock-all-tables\`), and for mongodump of a whole replica set without \`--oplog\`; an error for jobs and
sidecars that copy a running PostgreSQL's, MySQL's, MariaDB's or MongoDB's data directory. Silent for
the schema alone, and where a variable or an option file may add it. A dump by pg_dump is always of one moment.`,
  sources: [
    'https://www.postgresql.org/docs/current/backup-file.html',
    'https://dev.mysql.com/doc/refman/8.4/en/mysqldump.html#option_mysqldump_single-transaction',
    'https://mariadb.com/kb/en/mariadb-dump/#options',
    'https://www.mongodb.com/docs/database-tools/mongodump/#std-option-mongodump.--oplog',
  ],
  examples: { bad: example(''), good: example(' --single-transaction') },
};

export const inconsistent = backupRule({
  ...PAGE,
  *check(job) {
    for (const dump of dumpsOf(job.workload.pod)) {
      const { step, tool, options } = dump;
      const { moment } = tool;
      if (moment === undefined || step.script?.called === false) continue;
      const has = (names: readonly string[]) => options.some(({ name }) => names.includes(name));
      if (has(moment.options) || has(moment.unless) || mayHoldOptions(dump)) continue;
      if (moment.ofReplicaSet === true && !asksReplicaSet(dump)) continue;
      yield {
        source: step.source,
        message: `${step.program ?? 'The dump'} runs without ${moment.add}: ${moment.without}.`,
        thing: `moment:${step.step.words[0]?.start ?? 0}`,
        fixes: fixFor(dump, moment),
      };
    }
  },
});

/** The same of copies that no dump tool makes: of those the database is asked, for nothing else knows that the files are its own. */
export const inconsistentCopy = databaseRule({
  ...PAGE,
  // A job out of sight may stop the server before.
  live: 'never',
  *check(database, context) {
    yield* rawCopies(database, context);
  },
});

/** `rs0/db-0.db,db-1.db` names a replica set. */
function asksReplicaSet({ step }: Dump): boolean {
  const host = clientCall({ program: step.program, source: step.source, words: step.words, from: 'script' })?.host;
  return host?.value.includes('/') === true;
}

function fixFor({ step }: Dump, { add }: NonNullable<DumpTool['moment']>): Fix[] {
  const { span } = step.source;
  if (span === undefined) return [];
  return [
    {
      title: `Dump one moment: ${add}`,
      kind: 'safe',
      apply: (editor) => {
        editor.replaceSpan({ ...step.source, span: [span[1], span[1]] }, ` ${add}`);
      },
    },
  ];
}
