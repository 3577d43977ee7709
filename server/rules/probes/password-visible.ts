import { clientCall } from '../../../engines/clients/index.ts';
import type { ClientCall } from '../../../engines/clients/read.ts';
import type { Database } from '../../../engines/model/database.ts';
import type { Source } from '../../../engines/model/field.ts';
import { databaseRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { askAsEngine } from './ask-as-engine.ts';
import { containerPhrase } from './container.ts';
import { passByVariable } from './pass-by-variable.ts';
import { callsOfProbe, readProbes, spoken, thingOf } from './probe.ts';
import type { Probe } from './probe.ts';

export const passwordVisible = databaseRule({
  id: 'probes/password-visible',
  severity: 'warning',
  title: 'A probe shows a password in the process list',
  why: `The arguments of a process can be read by everyone who may list processes: every user of the pod, every sidecar with a shared process
namespace, every process with rights on the node, and agents that record command lines for security or accounting. A probe starts such a
process every few seconds for as long as the database lives.

It makes no difference whether the manifest holds the password itself or \`$VARIABLE\`: the shell has put the value in by the time the
client starts.`,
  when: `Fires when a probe's command, or a script from a ConfigMap that it starts, hands a password to a client: \`-pSECRET\`,
\`--password=…\`, \`-a …\`, \`-u user:password\`, or a URL with a password. Silent when the client takes it from a variable
(\`PGPASSWORD\`, \`MYSQL_PWD\`, \`REDISCLI_AUTH\`) or an option file.`,
  sources: [
    'https://dev.mysql.com/doc/refman/8.4/en/password-security-user.html',
    'https://redis.io/docs/latest/develop/tools/cli/#host-port-password-and-database',
    'https://man7.org/linux/man-pages/man5/proc_pid_cmdline.5.html',
  ],
  whenItRuns: `A StatefulSet or Deployment takes the probe as a rolling update. The probes of a bare Pod cannot be changed: delete the pod and
create it again, at a time when clients can do without it. A password that stood in a command line may have been recorded: change it.`,
  examples: {
    bad: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  selector:
    matchLabels: { app: mysql }
  template:
    metadata:
      labels: { app: mysql }
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          readinessProbe:
            exec:
              command: [sh, -c, 'mysql -h 127.0.0.1 -u root -p$MYSQL_ROOT_PASSWORD -e "SELECT 1"']
            timeoutSeconds: 5
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mysql
spec:
  serviceName: mysql
  selector:
    matchLabels: { app: mysql }
  template:
    metadata:
      labels: { app: mysql }
    spec:
      containers:
        - name: mysql
          image: mysql:8.4
          readinessProbe:
            exec:
              command: [sh, -c, 'MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mysql -h 127.0.0.1 -u root -e "SELECT 1"']
            timeoutSeconds: 5
`,
  },
  *check(database) {
    const told: Source[] = [];
    for (const probe of readProbes(database.container)) {
      const client = firstWithPassword(database, probe);
      const [password] = client?.passwords ?? [];
      if (client === undefined || password === undefined) continue;
      const { source } = password.value;
      // Two probes may start the same script.
      if (told.some((other) => isSame(other, source))) continue;
      told.push(source);
      yield {
        source,
        message:
          `The ${spoken(probe.key)} of ${containerPhrase(database)} hands a password to ${client.program} on its command line: ` +
          'everyone who can list processes in the pod or on the node can read it, each time the probe runs.',
        thing: thingOf(probe.key),
        fixes: fixesOf(database, probe, client),
      };
    }
  },
});

function firstWithPassword({ container }: Database, probe: Probe): ClientCall | undefined {
  for (const call of callsOfProbe(container, probe)) {
    const client = clientCall(call);
    if (client !== undefined && client.passwords.length > 0) return client;
  }
  return undefined;
}

function isSame(one: Source, other: Source): boolean {
  return (
    one.object === other.object && one.path.join('\0') === other.path.join('\0') && one.span?.[0] === other.span?.[0]
  );
}

function fixesOf(database: Database, probe: Probe, client: ClientCall): readonly Fix[] {
  const { engine, context, container } = database;
  const byVariable = passByVariable(database, client);
  const advice =
    probe.key === 'livenessProbe'
      ? engine.livenessProbe(context)
      : probe.key === 'readinessProbe'
        ? engine.readinessProbe(context)
        : engine.startupProbe(context);
  // Only a plain question may be replaced by another one: a check of more than that is the author's own.
  const questions = callsOfProbe(container, probe).filter(
    ({ program }) => !/^(?:\[|test|echo|grep|exit)$/u.test(program ?? ''),
  );
  const isPlain = questions.length === 1 && client.call.words[0]?.source.object === container.field.object;
  return [...(byVariable ? [byVariable] : []), ...(advice && isPlain ? [askAsEngine(database, probe, advice)] : [])];
}
