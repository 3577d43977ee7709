import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import { databaseRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { kindOfProbeFix as kindOfFix, titled } from '../probes/fix-kind.ts';
import { isLasting } from '../resources/asked.ts';

export const serviceAccountToken = databaseRule({
  id: 'security/service-account-token',
  severity: 'info',
  title: 'The pod has a token for the API server that it does not need',
  why: `Kubernetes puts a token into every pod unless told otherwise. Whoever can make the database read a file (\`COPY … FROM\`, \`LOAD_FILE\`, a hole) has
it, and with it all that the namespace's default account may do, today or after somebody has given it more.`,
  when: `Fires when a database runs under the default account, with nothing in its pod but images that never ask the API server, and neither the pod
nor the account switches the token off. Silent with an account of its own, for Patroni and other images that ask the API server, and for
images that Plinth does not know.`,
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
  ],
  live: ['ServiceAccount'],
  whenItRuns: `The change rolls through the members one by one. A bare Pod cannot be changed: delete it and create it again, at a time when clients can do without it.`,
  examples: {
    bad: exampleSet({ name: 'postgres', image: 'postgres:17' }),
    good: exampleSet({ name: 'postgres', image: 'postgres:17', pod: 'automountServiceAccountToken: false\n' }),
  },
  *check(database, context) {
    // The pod is told of once, with its first database.
    if (context.siblings[0] !== database || !isLasting(database)) return;
    const { pod, workload, engine } = database;
    const automount = pod.spec.at('automountServiceAccountToken');
    if (!automount.absent && automount.boolean() !== true) return;
    if (!runsAsDefault(database, context) || !asksNobody(database, context)) return;
    const kind = kindOfFix(database);
    yield {
      source: automount.exists ? automount.source : workload.root.at('kind').source,
      message: `The pods of ${workload.kind} '${workload.name ?? ''}' hold a token for the API server, and ${engine.name} does not use it.`,
      thing: 'token',
      fixes: [
        {
          title: titled('Give the pods no token', kind),
          kind,
          apply: (editor) => {
            editor.set(workload.object, automount.path, false);
          },
        },
      ],
    };
  },
});

/** The namespace's default account, which does not refuse tokens as far as it is in sight. */
function runsAsDefault({ pod, workload }: Database, { lookup }: RuleContext): boolean {
  const name = pod.spec.at('serviceAccountName');
  const old = pod.spec.at('serviceAccount');
  const isDefault = (field: Field) => field.absent || field.string() === 'default' || field.string() === '';
  if (!isDefault(name) || !isDefault(old)) return false;
  const accounts = lookup.named('ServiceAccount', workload.object, 'default');
  return accounts.every((account) => new Field(account).at('automountServiceAccountToken').absent);
}

/** Variants of images that do nothing but start the server. */
const PLAIN = new Set(['official', 'bitnami', 'bitnami-cluster', 'postgis', 'pgvector', 'timescaledb']);

/** Every container is a database's, of an image that is known to ask nobody, and starts the server itself. */
function asksNobody({ pod, workload, replication }: Database, { siblings }: RuleContext): boolean {
  if (replication.method === 'patroni' || workload.object.isOpen([...pod.spec.path, 'containers'])) return false;
  return pod.containers.every((one) => {
    const owner = siblings.find(({ container }) => container === one);
    return (
      owner !== undefined &&
      PLAIN.has(owner.variant) &&
      owner.recognition.certainty === 'certain' &&
      one.scripts.length === 0
    );
  });
}
