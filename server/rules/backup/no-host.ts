import { readClientCall } from '../../../engines/clients/read.ts';
import { dumpsOf, mayHoldOptions } from '../../../engines/dumping/dumps.ts';
import type { Dump } from '../../../engines/dumping/dumps.ts';
import { engineById } from '../../../engines/index.ts';
import type { BackupJob } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import { isUnknown } from '../../../engines/model/object.ts';
import { backupRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { isHeadless } from '../workload/headless-service.ts';
import { exampleJob } from './example-job.ts';

const script = (host: string) => `command:
  - sh
  - -ec
  - |
    pg_dumpall${host} --username=backup --file="/backup/$(date +%s).sql"
    find /backup -name '*.sql' -mtime +14 -delete
volumeMounts:
  - name: backup
    mountPath: /backup`;

export const noHost = backupRule({
  id: 'backup/no-host',
  severity: 'error',
  title: 'The dump tool is not told where the server is',
  why: `Without a host a dump tool asks the server of its own machine, by socket or on 127.0.0.1. In the pod of a job there is none: the database runs in another pod. The line was
copied from a server's shell, where it worked. Here each run ends with «connection refused», and nothing is dumped.`,
  when: `Fires when neither an option, a connection URL nor a variable of the tool's own (\`PGHOST\`) names a host, and the job's pod holds no other container that could
be the server or a proxy to it. Silent where an option file, a mounted socket, variables out of sight or \`kubectl exec\` may lead there.`,
  sources: [
    'https://www.postgresql.org/docs/current/app-pgdump.html',
    'https://dev.mysql.com/doc/refman/8.4/en/connecting.html',
    'https://www.mongodb.com/docs/database-tools/mongodump/#std-option-mongodump.--host',
  ],
  silences: ['backup/client-older-than-server'],
  examples: {
    bad: exampleJob({ container: script('') }),
    good: exampleJob({ container: script(' --host=orders') }),
  },
  *check(job, { lookup }) {
    const { pod } = job.workload;
    const isAlone = pod.containers.filter(({ init }) => !init).length < 2;
    const sharesNode = !pod.spec.at('hostNetwork').absent && pod.spec.at('hostNetwork').boolean() !== false;
    if (!isAlone || sharesNode) return;
    for (const dump of dumpsOf(pod)) {
      if (dump.step.elsewhere || mayKnowHost(dump)) continue;
      yield {
        source: dump.step.source,
        message: `${dump.step.program ?? 'The dump'} is told no host: it asks its own pod, where no server runs, and dumps nothing.`,
        thing: `dump:${dump.step.step.words[0]?.start ?? 0}`,
        fixes: fixesFor(dump, job, lookup),
      };
    }
  },
});

/** What a script writes or a volume brings, in which the host may stand. */
const OPTION_FILE = /my\.cnf|mylogin|pg_service|\.pgpass|mysql\/conf\.d|mysqld?(?:\.sock|$)|\/run\/postgresql|\.cnf\b/u;

function mayKnowHost(dump: Dump): boolean {
  const { step, tool, options, others } = dump;
  const { container, words, program, source } = step;
  const call = readClientCall({ program, source, words, from: 'script' }, tool);
  if (call.host !== undefined || options.some(({ name }) => tool.hostElsewhere.includes(name))) return true;
  const { variables, complete } = container.environment;
  if (tool.hostVariables.some((name) => variables.has(name) || step.step.assignments.some((one) => one.name === name)))
    return true;
  if (!complete && tool.hostVariables.length > 0 && tool.hostVariables.some((name) => name.startsWith('PG')))
    return true;
  const text = step.script?.text ?? '';
  if (tool.hostVariables.some((name) => text.includes(`${name}=`)) || OPTION_FILE.test(text)) return true;
  if (container.mounts.some(({ path }) => OPTION_FILE.test(path ?? ''))) return true;
  const isMysql = tool.engines.includes('mysql');
  const databases = [
    ...others,
    ...options.filter(({ name }) => name === 'd' || name === 'dbname').flatMap(({ value }) => value ?? []),
  ];
  // What stands for a database may be a whole URL; words that only hold options may hold this one.
  if (!isMysql && databases.some(({ value }) => isUnknown(value) || /host=|:\/\//u.test(value))) return true;
  return mayHoldOptions(dump) || step.step.words.some(({ text: word }) => /^\$\{?\w*(?:CONN|URL|URI|DSN)/iu.test(word));
}

/** The one Service in sight that offers the engine's port. */
function fixesFor({ step, tool }: Dump, { workload }: BackupJob, lookup: ObjectLookup): Fix[] {
  const { span } = step.source;
  const ports = tool.engines.map((id) => engineById(id).clientPort.value);
  const offering = lookup.all('Service', workload.object).filter((service) =>
    new Field(service)
      .at('spec', 'ports')
      .items()
      .some((port) => ports.includes(port.at('port').number() ?? 0)),
  );
  const plain = offering.filter((service) => !isHeadless(service));
  const [service, other] = plain.length > 0 ? plain : offering;
  if (service?.name === undefined || other !== undefined || span === undefined) return [];
  const { name } = service;
  return [
    {
      title: `Ask the Service '${name}' (only if it is the database meant)`,
      kind: 'careful',
      apply: (editor) => {
        editor.replaceSpan({ ...step.source, span: [span[1], span[1]] }, ` ${tool.hostOption}${name}`);
      },
    },
  ];
}
