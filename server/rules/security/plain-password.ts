import { holdsCredential } from '../../../engines/clients/credentials.ts';
import type { BackupJob, Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { Container, EnvironmentVariable, Workload } from '../../../engines/model/workload.ts';
import { backupRule, databaseRule } from '../rule.ts';
import type { Fix, Report, RuleContext } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { containerOfWorkload } from './container-phrase.ts';

const PAGE = {
  id: 'security/plain-password',
  severity: 'error',
  title: 'A password stands in the manifest',
  why: `Whoever can read the repository, its history, a build log or the output of \`kubectl describe\` can log in to the database. Rights on
workloads are given to far more people than rights on Secrets, and what was committed once stays in the history after it is gone from
the file.

A Secret is read through rights of its own, can be kept encrypted, and can be put there by a tool that holds the passwords (External
Secrets, Sealed Secrets, a vault) without the manifest knowing them.`,
  when: `Fires when a variable of any container in the database's or backup's pods holds a credential as a plain value: variables that the images
read a password from, and connection URLs with one in them. Silent for empty values, switches (\`MYSQL_RANDOM_ROOT_PASSWORD\`), paths of
files, \`valueFrom\`, references to other variables, templates, and places to be filled in.`,
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/secret/',
    'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  ],
  whenItRuns: `A server takes the password from its variable only when it makes its data directory: moving the same value into a Secret changes nothing for
clients, and restarts the pods. The value has been seen by then: change it in the database afterwards, and in the Secret with it.`,
  examples: {
    bad: exampleSet({
      name: 'postgres',
      image: 'postgres:17',
      container: `env:
  - name: POSTGRES_PASSWORD
    value: tiger
`,
    }),
    good: exampleSet({
      name: 'postgres',
      image: 'postgres:17',
      container: `env:
  - name: POSTGRES_PASSWORD
    valueFrom:
      secretKeyRef:
        name: postgres
        key: password
`,
    }),
  },
} as const;

export const plainPassword = databaseRule({
  ...PAGE,
  *check(database: Database, context) {
    // The pod's other containers are told of once, with its first database.
    if (context.siblings[0] !== database) return;
    yield* reportsOn(database.workload, context);
  },
});

export const plainPasswordOfBackup = backupRule({
  ...PAGE,
  *check({ workload }: BackupJob, context) {
    yield* reportsOn(workload, context);
  },
});

function* reportsOn(workload: Workload, context: RuleContext): Iterable<Report> {
  for (const container of workload.pod.containers) {
    for (const variable of container.environment.variables.values()) {
      if (variable.from !== 'literal' || !holdsCredential(variable)) continue;
      const fix = moveToSecret(variable, container, workload, context);
      yield {
        source: variable.source,
        message: `The variable ${variable.name} of ${containerOfWorkload(container, workload)} has a password in plain sight: whoever reads the manifest or its history can log in.`,
        thing: `variable:${container.name ?? ''}:${variable.name}`,
        fixes: fix === undefined ? [] : [fix],
      };
    }
  }
}

/** The longest name that an object of this kind may have. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const LONGEST_NAME = 253;

function moveToSecret(
  { name, source }: EnvironmentVariable,
  container: Container,
  { object, name: workloadName, root }: Workload,
  { lookup }: RuleContext,
): Fix | undefined {
  const namespace = root.at('metadata', 'namespace');
  const value = new Field(source.object).at(...source.path).value;
  const isOwn = source.object === object && source.path.at(-1) === 'value';
  const isPlain = typeof value === 'string' && !value.includes('$(');
  if (workloadName === undefined || namespace.unknown || !isOwn || !isPlain) return undefined;
  const secret = `${workloadName}-${name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-')}`;
  if (secret.length > LONGEST_NAME || lookup.named('Secret', object, secret).length > 0) return undefined;
  const variables = container.field.at('env').items();
  // Another variable may be made of this one; `$(NAME)` works with values from Secrets too, but only further down.
  if (variables.filter((one) => one.at('name').string() === name).length !== 1) return undefined;
  const written = namespace.string();
  return {
    title: `Move it to a Secret '${secret}' (only if the cluster has none of that name)`,
    kind: 'careful',
    apply: (editor) => {
      const entry = source.path.slice(0, -1);
      editor.remove(object, source.path);
      editor.set(object, [...entry, 'valueFrom'], { secretKeyRef: { name: secret, key: 'value' } });
      editor.addDocument(object, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: secret, ...(written === undefined ? {} : { namespace: written }) },
        stringData: { value },
      });
    },
  };
}
