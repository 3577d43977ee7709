import { credentialLines, holdsCredential } from '../../../engines/clients/credentials.ts';
import type { BackupJob, Database } from '../../../engines/model/database.ts';
import type { Source } from '../../../engines/model/field.ts';
import type { Workload } from '../../../engines/model/workload.ts';
import { backupRule, databaseRule } from '../rule.ts';
import type { Report } from '../rule.ts';
import { exampleSet } from '../example-set.ts';

const configMap = (line: string) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: postgres
data:
  ${line}
---
`;

const PAGE = {
  id: 'security/secret-in-config-map',
  severity: 'error',
  title: 'A password stands in a ConfigMap',
  why: `ConfigMaps are made to be read: dashboards show them, the built-in role \`view\` may list them and may not list Secrets, backups of the
cluster and the repository carry them in the clear. Whoever sees it can log in to the database.`,
  when: `Fires when a ConfigMap that the database or backup takes variables from holds a credential, or one that it mounts has a line with a
password (\`requirepass\`, \`password = …\`, a URL with a password). Silent for references to variables and files, templates, and comments.`,
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/configmap/#motivation',
    'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles',
  ],
  whenItRuns: `Move the value into a Secret and let the workload take it from there (\`secretRef\` beside \`configMapRef\`, or a file from a Secret); the pods
restart once. The value has been seen: change it in the database as well.`,
  examples: {
    bad: `${configMap('POSTGRES_PASSWORD: tiger')}${exampleSet({
      name: 'postgres',
      image: 'postgres:17',
      container: 'envFrom: [{ configMapRef: { name: postgres } }]',
    })}`,
    good: `${configMap('POSTGRES_DB: shop')}${exampleSet({
      name: 'postgres',
      image: 'postgres:17',
      container: `envFrom:
  - configMapRef: { name: postgres }
  - secretRef: { name: postgres }
`,
    })}`,
  },
} as const;

export const secretInConfigMap = databaseRule({
  ...PAGE,
  *check(database: Database, { siblings }) {
    // The pod's ConfigMaps are told of once, with its first database.
    if (siblings[0] === database) yield* reportsOn(database.workload);
  },
});

export const secretInConfigMapOfBackup = backupRule({
  ...PAGE,
  *check({ workload }: BackupJob) {
    yield* reportsOn(workload);
  },
});

function* reportsOn({ pod }: Workload): Iterable<Report> {
  const told = new Set<string>();
  for (const { environment, files } of pod.containers) {
    const variables = [...environment.variables.values()].filter(
      (variable) => variable.from === 'config-map' && holdsCredential(variable),
    );
    const found: readonly Source[] = [
      ...variables.map(({ source }) => source),
      ...files.flatMap(({ text, source }) => credentialLines(text).map((span) => ({ ...source, span }))),
    ];
    for (const source of found) {
      const { object, path, span } = source;
      const key = String(path.at(-1));
      const place = `${object.name ?? ''}:${key}:${String(span?.[0])}`;
      // Only what lies in the ConfigMap itself, and each place once.
      if (object.kind !== 'ConfigMap' || told.has(place)) continue;
      told.add(place);
      yield {
        source,
        object,
        message: `The key ${key} of the ConfigMap '${object.name ?? ''}' holds a password: everyone who may read ConfigMaps can log in.`,
        thing: `config-map:${place}`,
      };
    }
  }
}
