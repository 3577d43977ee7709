import { writtenAt } from '../../../engines/configuration/sizes.ts';
import type { Database } from '../../../engines/model/database.ts';
import type { CrashRisk } from '../../../engines/model/durability.ts';
import { valueAt } from '../../../engines/model/object.ts';
import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { containerPhrase } from '../probes/container.ts';

export const fsyncOff = databaseRule({
  id: 'durability/fsync-off',
  severity: 'error',
  title: 'A setting that lets a crash corrupt the data',
  why: `A database survives a crash because it writes in a certain order and waits until the disk has what it wrote. With these switched off it is faster, and the
next loss of a node can leave files that no recovery can read: not the last transactions are lost then, but the database.`,
  when: `Fires on \`fsync\` and \`full_page_writes\` of PostgreSQL, \`innodb_doublewrite\` and \`innodb_flush_method=nosync\` of MySQL and MariaDB, and the journal of MongoDB
up to 6.0, wherever they stand: arguments, variables, mounted configuration. A warning where the setting guards against torn pages alone and the manifest names
ZFS. Silent for templated values and for data that are annotated as throw-away.`,
  sources: [
    'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-FSYNC',
    'https://dev.mysql.com/doc/refman/8.4/en/innodb-doublewrite-buffer.html',
    'https://www.mongodb.com/docs/v6.0/core/journaling/',
  ],
  whenItRuns: `The server restarts with the new value. What was written before may still be in the node's memory alone, so let it shut down cleanly, and run \`sync\` on the
node before anything else happens to it.`,
  examples: { bad: example('off'), good: example('on') },
  *check(database) {
    if (database.throwAway !== undefined) return;
    for (const risk of database.engine.crashRisks?.(database.context) ?? []) {
      const { setting } = risk;
      yield {
        source: setting.source,
        severity: risk.tornPagesOnly && namesZfs(database) ? 'warning' : 'error',
        message: `${containerPhrase(database)}: ${setting.name} is ${setting.value}: ${risk.what}.`,
        object: database.workload.object,
        thing: `setting:${setting.name}`,
        fixes: switchOn(database, risk),
      };
    }
  },
});

/** A class, a driver or a label that says so: the author knows of it. */
function namesZfs({ workload }: Database): boolean {
  return /zfs/iu.test(JSON.stringify(workload.object.body));
}

/** Only the value itself changes; a bare switch (`-F`, `--nojournal`) has none. */
function switchOn({ workload }: Database, { setting, safe }: CrashRisk): Fix[] {
  const { source, value } = setting;
  const written = writtenAt(source);
  const after = written.search(/[=:]/u) + 1;
  if (!/^\w+$/u.test(value)) return [];
  const at = written.slice(after).search(new RegExp(`(?<!\\w)${value}(?!\\w)`, 'u'));
  if (at < 0) return [];
  const text = written.slice(0, after + at) + safe + written.slice(after + at + value.length);
  const isRefused = workload.kind === 'Pod' || valueAt(source.object.body, ['immutable']) === true;
  const title = `Set ${setting.name} to ${safe}`;
  return [
    {
      title: isRefused ? `${title} (only before it is created)` : title,
      kind: isRefused ? 'careful' : 'safe',
      apply: (editor) => editor.replaceSpan(source, text),
    },
  ];
}

function example(value: string): string {
  return exampleSet({ name: 'postgres', image: 'postgres:17', container: `args: [-c, fsync=${value}]` });
}
