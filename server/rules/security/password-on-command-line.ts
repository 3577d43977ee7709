import { clientCall } from '../../../engines/clients/index.ts';
import { readCalls } from '../../../engines/configuration/calls.ts';
import type { BackupJob, Database } from '../../../engines/model/database.ts';
import type { Workload } from '../../../engines/model/workload.ts';
import { backupRule, databaseRule } from '../rule.ts';
import type { Report } from '../rule.ts';
import { containerOfWorkload } from './container-phrase.ts';

const job = (command: string, env = '') => `apiVersion: batch/v1
kind: CronJob
metadata:
  name: dump
spec:
  schedule: '0 2 * * *'
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: dump
              image: mysql:8.4
              command: [sh, -c, '${command}']
${env}`;

const PAGE = {
  id: 'security/password-on-command-line',
  severity: 'warning',
  title: 'A password is handed over on a command line',
  why: `The arguments of a process can be read by everyone who may list processes: other users and sidecars of the pod, every process with rights on the
node, and agents that record command lines for security or accounting. A dump runs for hours, and its command line stands there as long.

It makes no difference whether the manifest holds the password itself or \`$VARIABLE\`: the shell has put the value in by the time the
program starts.`,
  when: `Fires when a container of the database or of a backup job, or a script from a ConfigMap that it runs, hands a password to a client:
\`-pSECRET\`, \`--password=…\`, \`-a …\`, \`-u user:password\`, or a URL with a password. Silent when the client takes it from a variable
(\`PGPASSWORD\`, \`MYSQL_PWD\`, \`REDISCLI_AUTH\`) or an option file. Probes are \`probes/password-visible\`.`,
  sources: [
    'https://dev.mysql.com/doc/refman/8.4/en/password-security-user.html',
    'https://www.postgresql.org/docs/current/libpq-pgpass.html',
    'https://man7.org/linux/man-pages/man5/proc_pid_cmdline.5.html',
  ],
  whenItRuns: `A password that stood in a command line may have been recorded: change it after the manifest is mended.`,
  examples: {
    bad: job('mysqldump -h db -u root -p"$PASSWORD" shop > /backup/shop.sql'),
    good: job(
      'mysqldump -h db -u root shop > /backup/shop.sql',
      `              env:
                - name: MYSQL_PWD
                  valueFrom: { secretKeyRef: { name: db, key: password } }
`,
    ),
  },
} as const;

export const passwordOnCommandLine = databaseRule({
  ...PAGE,
  *check(database: Database, { siblings }) {
    // The pod's other containers are told of once, with its first database.
    if (siblings[0] === database) yield* reportsOn(database.workload);
  },
});

export const passwordOnCommandLineOfBackup = backupRule({
  ...PAGE,
  *check({ workload }: BackupJob) {
    yield* reportsOn(workload);
  },
});

function* reportsOn(workload: Workload): Iterable<Report> {
  const told = new Set<string>();
  for (const container of workload.pod.containers) {
    for (const call of readCalls(container)) {
      const client = clientCall(call);
      const [password] = client?.passwords ?? [];
      if (client === undefined || password === undefined) continue;
      const { source } = password.value;
      const place = `${source.object.kind}/${source.object.name ?? ''}:${source.path.join('/')}:${String(source.span?.[0])}`;
      // Two containers may run the same script.
      if (told.has(place)) continue;
      told.add(place);
      yield {
        source,
        message: `A command of ${containerOfWorkload(container, workload)} hands a password to ${client.program} on its command line: everyone who can list processes in the pod or on the node can read it.`,
        thing: `command:${place}`,
      };
    }
  }
}
