import { Field } from '../../../engines/model/field.ts';
import type { ObjectLookup } from '../../../engines/model/lookup.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import type { Workload } from '../../../engines/model/workload.ts';
import type { Report, Rule, RuleContext } from '../rule.ts';
import { backupRule, databaseRule } from '../rule.ts';
import { isTypo } from './edit-distance.ts';
import { meantBy } from './meant-reference.ts';
import { keysOf, referencesOf } from './references.ts';
import type { Reference } from './references.ts';
import { speaksForWorkload } from './speaker.ts';

type Page = Pick<Rule, 'id' | 'severity' | 'title' | 'why' | 'when' | 'sources' | 'whenItRuns' | 'live' | 'examples'>;

const PAGE: Page = {
  id: 'workload/dangling-reference',
  severity: 'warning',
  title: 'A reference to a name that is defined under another name',
  why: `A pod names its ServiceAccount, ConfigMaps, Secrets and claims as plain text, and the API server does not check that they exist.
One misspelt letter, and the pod is created and never starts: it waits for a volume or stays in CreateContainerConfigError. A running
database does not show it until its pod is moved, at the worst moment.`,
  when: `Fires when the object or key does not exist in the workspace and one under another name does: at most two letters apart, or the
only one of its kind in the same folder that nothing else uses and that has the keys asked for. Silent otherwise: Secrets above all are
often made elsewhere. Silent for what is optional or templated, and where only a part of the deployment is in sight.`,
  sources: [
    'https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data',
    'https://kubernetes.io/docs/concepts/configuration/configmap/#configmaps-and-pods',
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes',
  ],
  whenItRuns: `If the database runs, the name that is written exists in the cluster after all (\`kubectl get secret,configmap,pvc,sa\`
shows it): then the manifest of that object is missing here, and the reference is right. Never point a running database at another claim:
it would start on other data, or on none.`,
  live: ['Secret', 'ConfigMap', 'PersistentVolumeClaim', 'ServiceAccount'],
  examples: {
    bad: `apiVersion: v1
kind: Secret
metadata:
  name: postgres-secrets
stringData:
  password: change-me
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
spec:
  serviceName: postgres
  selector:
    matchLabels:
      app: postgres
  template:
    metadata:
      labels:
        app: postgres
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          env:
            - name: POSTGRES_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: postres-secrets
                  key: password
`,
    good: `apiVersion: v1
kind: Secret
metadata:
  name: postgres-secrets
stringData:
  password: change-me
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: postgres
spec:
  serviceName: postgres
  selector:
    matchLabels:
      app: postgres
  template:
    metadata:
      labels:
        app: postgres
    spec:
      containers:
        - name: postgres
          image: postgres:16.4
          env:
            - name: POSTGRES_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: postgres-secrets
                  key: password
`,
  },
};

export const danglingReference = databaseRule({
  ...PAGE,
  *check(database, context) {
    if (speaksForWorkload(database, context)) yield* reportsOn(database.workload, context);
  },
});

export const danglingReferenceOfBackup = backupRule({
  ...PAGE,
  *check({ workload }, context) {
    yield* reportsOn(workload, context);
  },
});

function* reportsOn(workload: Workload, { lookup }: RuleContext): Iterable<Report> {
  const references = referencesOf(workload.pod);
  for (const reference of references) {
    const taken = new Set(
      references.flatMap(({ kind, name }) => (kind === reference.kind ? (name.string() ?? []) : [])),
    );
    yield* nameReport(reference, taken, workload, lookup);
    for (const key of reference.keys) yield* keyReport(reference, key, workload.object, lookup);
  }
}

function* nameReport(
  reference: Reference,
  taken: ReadonlySet<string>,
  { object, kind, name }: Workload,
  lookup: ObjectLookup,
): Iterable<Report> {
  const meant = meantBy(reference, taken, object, lookup);
  const written = reference.name.string();
  if (meant === undefined || written === undefined) return;
  const who = name === undefined ? `This ${kind}` : `${kind} '${name}'`;
  yield {
    source: reference.name.source,
    message: `${who} asks for the ${reference.kind} '${written}', which is nowhere in sight; ${meant.because === 'typo' ? `'${meant.name}' is` : `the only one here is '${meant.name}'`}. Without it ${reference.outcome}.`,
    thing: `reference:${reference.kind}/${written}`,
    related: [{ source: { object: meant.object, path: ['metadata', 'name'] }, message: 'Most likely the one meant' }],
    fixes: [rename(reference.name, meant.name, `${reference.kind} '${meant.name}'`)],
  };
}

function* keyReport(reference: Reference, key: Field, owner: KubeObject, lookup: ObjectLookup): Iterable<Report> {
  const name = reference.name.string();
  const written = key.string();
  if (name === undefined || written === undefined) return;
  const objects = lookup.named(reference.kind, owner, name);
  const keys = objects.map((object) => keysOf(new Field(object)));
  const [first] = keys;
  if (first === undefined || keys.some((one) => one === undefined || one.has(written))) return;
  const near = [...first].filter((candidate) => isTypo(written, candidate) || isSameWord(written, candidate));
  const meant = near.length === 1 ? near[0] : first.size === 1 ? [...first][0] : undefined;
  if (meant === undefined) return;
  yield {
    source: key.source,
    message: `The ${reference.kind} '${name}' has no key '${written}'; ${near.length === 1 ? `'${meant}' is there` : `its only key is '${meant}'`}. Without it ${reference.outcome}.`,
    thing: `reference:${reference.kind}/${name}/${written}`,
    related: objects.map((object) => ({
      source: { object, path: ['metadata', 'name'] },
      message: 'Where the key is looked for',
    })),
    fixes: [rename(key, meant, `key '${meant}'`)],
  };
}

/** `POSTGRES_PASSWORD` and `postgres-password` differ in spelling alone. */
function isSameWord(a: string, b: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[-_.]/gu, '');
  return plain(a) === plain(b);
}

/** Nobody but the author knows what is meant, so it is never done silently. */
function rename(field: Field, to: string, title: string): NonNullable<Report['fixes']>[number] {
  return {
    title: `Use the ${title} (only if it is the one meant)`,
    kind: 'careful',
    apply: (editor) => {
      editor.set(field.object, field.path, to);
    },
  };
}
