import { readClientCall } from '../../../engines/clients/read.ts';
import { dumpsOf } from '../../../engines/dumping/dumps.ts';
import type { Dump } from '../../../engines/dumping/dumps.ts';
import { buildModel } from '../../../engines/model/builder.ts';
import type { BackupJob, Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import { recognise } from '../../../engines/recognise.ts';
import { exampleSet } from '../example-set.ts';
import { backupRule } from '../rule.ts';
import { nameOfWorkload } from '../workload/speaker.ts';
import { exampleJob } from './example-job.ts';

const database = `${exampleSet({ name: 'orders', image: 'postgres:18' })}---\n`;

export const clientOlderThanServer = backupRule({
  id: 'backup/client-older-than-server',
  severity: 'error',
  title: 'The dump tool is older than the server',
  why: `\`pg_dump\` refuses a server of a newer major version: «aborting because of server version mismatch». The job worked until the database was upgraded, and nobody thought of the
CronJob. Tools of other engines do not refuse, but leave out what they do not know, or write what the server cannot read back.`,
  when: `Fires when the job's image and the server that it names are both in sight with their versions, and the tool's major version is the older one. An error for PostgreSQL, a warning
for others. Silent where either version is not said.`,
  sources: [
    'https://www.postgresql.org/docs/current/app-pgdump.html#PG-DUMP-NOTES',
    'https://dev.mysql.com/doc/refman/8.4/en/mysqldump.html',
    'https://www.mongodb.com/docs/database-tools/mongodump/mongodump-compatibility-and-installation/',
  ],
  whenItRuns: `The change counts from the next run on. If the database was upgraded some time ago, there has been no dump since: run the job once by hand now.`,
  examples: { bad: database + exampleJob({ image: 'postgres:17' }), good: database + exampleJob({}) },
  *check(job, { lookup }) {
    const seen = new Set<string>();
    for (const dump of dumpsOf(job.workload.pod)) {
      const { container } = dump.step;
      const tool = recognise(container, job.workload, [])?.version;
      const server = tool && serverOf(dump, job, lookup);
      const { image } = container;
      if (tool === undefined || server?.version === undefined || image === undefined || dump.step.elsewhere) continue;
      if (tool.major >= server.version.major || seen.has(image.reference)) continue;
      seen.add(image.reference);
      const same = server.container.image?.reference;
      yield {
        source: image.source,
        message: `${dump.step.program ?? 'The tool'} ${tool.text} is to dump ${nameOfWorkload(server)}, which is ${server.engine.name} ${server.version.text}: ${job.engine.id === 'postgresql' ? 'it refuses a newer server, and nothing is dumped' : 'it leaves out what it does not know'}.`,
        severity: job.engine.id === 'postgresql' ? 'error' : 'warning',
        thing: `image:${container.name ?? ''}`,
        fixes:
          same === undefined
            ? []
            : [
                {
                  title: `Take the server's own image, ${same} (only if the script needs nothing else of the old one)`,
                  kind: 'careful',
                  apply: (editor) => {
                    editor.set(image.source.object, image.source.path, same);
                  },
                },
              ],
      };
    }
  },
});

/** The one database in sight that the dump's host names: by its Service, its workload, or one of its pods. */
function serverOf({ step, tool }: Dump, { workload }: BackupJob, lookup: ObjectLookup): Database | undefined {
  const call = readClientCall({ program: step.program, source: step.source, words: step.words, from: 'script' }, tool);
  const variable = tool.hostVariables
    .map((name) => step.container.environment.variables.get(name)?.value)
    .find((one) => one !== undefined);
  const host = call.host?.value ?? variable ?? '';
  if (host === '' || isUnknown(host)) return undefined;
  // `rs0/db-0.db,db-1.db` of MongoDB; a Service of one role bears the workload's name with that role behind it.
  const [first = '', second] = (host.split('/').at(-1)?.split(/[:,]/u)[0] ?? '').split('.');
  const names = [
    first,
    second ?? first,
    first.replace(/-(?:\d+|primary|master|leader|rw|ro|r|read|write|replicas?|headless)$/u, ''),
  ];
  const near = workload.object;
  const selected = names
    .flatMap((name) => lookup.named('Service', near, name))
    .flatMap((service) => lookup.bearing(near, new Field(service).at('spec', 'selector').stringMap()));
  const named = ['StatefulSet', 'Deployment'].flatMap((kind) =>
    names.flatMap((name) => lookup.named(kind, near, name)),
  );
  const databases = [...new Set([...selected, ...named])]
    .flatMap((object) => buildModel(object, lookup, { recognise }, [])?.databases ?? [])
    .filter(({ engine }) => tool.engines.includes(engine.id));
  return databases.length === 1 ? databases[0] : undefined;
}
