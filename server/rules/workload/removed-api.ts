import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import type { Pod } from '../../../engines/model/workload.ts';
import type { Report, Rule, RuleContext } from '../rule.ts';
import { backupRule, databaseRule } from '../rule.ts';
import { upgradeOf } from './api-upgrade.ts';
import { DEPRECATION_GUIDE, removedVersion } from './removed-versions.ts';

type Page = Pick<Rule, 'id' | 'severity' | 'title' | 'why' | 'when' | 'sources' | 'whenItRuns' | 'live' | 'examples'>;

const PAGE: Page = {
  id: 'workload/removed-api',
  severity: 'error',
  title: 'An apiVersion that Kubernetes no longer serves',
  why: `Kubernetes retires old API versions. Once a release has stopped serving one, \`kubectl apply\` answers «no matches for kind» and
nothing is created or changed. Objects that are already in the cluster go on running, so it stays unnoticed until the day on which the
database has to be rebuilt from its manifests, or a backup job that everybody relied on turns out never to have been installed.

Two defaults have changed on the way to \`apps/v1\`: \`spec.selector\` is required (the fix takes the template's labels, which is what the old
versions did by themselves), and StatefulSets and DaemonSets are updated by RollingUpdate where the oldest versions said OnDelete.`,
  when: `Fires for workloads, disruption budgets, autoscalers, network policies, ingresses and classes of a database, and for backup jobs,
when no Kubernetes release from the named one on serves their apiVersion. Silent where \`kubernetesVersion\` is configured to a release that
still served it.`,
  sources: [DEPRECATION_GUIDE],
  whenItRuns: `The cluster keeps the object in the current version: \`kubectl get KIND NAME -o yaml\` shows it. Compare it with the manifest
before you apply, above all \`spec.selector\`, which cannot be changed: where the manifest has none, write down the one that the cluster
has. It holds the labels that the pods had when the object was created, which may not be the labels of today.`,
  // A cluster gives its objects in whatever version one asks for.
  live: 'never',
  examples: {
    bad: `apiVersion: apps/v1beta1
kind: StatefulSet
metadata:
  name: mongo
spec:
  serviceName: mongo
  template:
    metadata:
      labels:
        app: mongo
    spec:
      containers:
        - name: mongo
          image: mongo:7.0
`,
    good: `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: mongo
spec:
  serviceName: mongo
  selector:
    matchLabels:
      app: mongo
  template:
    metadata:
      labels:
        app: mongo
    spec:
      containers:
        - name: mongo
          image: mongo:7.0
`,
  },
};

export const removedApi = databaseRule({
  ...PAGE,
  *check(database, context) {
    for (const object of objectsOf(database, context)) yield* reportsOn(object, context, 'the database');
  },
});

export const removedApiOfBackup = backupRule({
  ...PAGE,
  *check({ workload }, context) {
    yield* reportsOn(workload.object, context, 'the backup job');
  },
});

function* reportsOn(object: KubeObject, context: RuleContext, subject: string): Iterable<Report> {
  const removed = removedVersion(object.kind, object.apiVersion, context.kubernetesVersion);
  const field = new Field(object).at('apiVersion');
  // An item of a typed list takes its version from the list.
  if (removed === undefined || field.string() === undefined) return;
  const upgrade = upgradeOf(object);
  const isSubject = WORKLOADS.has(object.kind);
  yield {
    source: field.source,
    message: `Kubernetes ${removed.since} and newer do not serve ${object.apiVersion} ${object.kind}: the manifest cannot be applied, and ${isSubject ? subject : `this ${object.kind}`} is neither created nor changed by it.`,
    thing: `api:${object.kind}/${object.name ?? ''}`,
    ...(isSubject ? {} : { object }),
    fixes:
      upgrade === undefined
        ? []
        : [
            {
              title: `Use ${removed.current}${upgrade.guessesSelector ? ' (only if no object of that name has another selector)' : ''}`,
              kind: upgrade.guessesSelector ? 'careful' : 'safe',
              apply: (editor) => {
                editor.set(object, ['apiVersion'], removed.current);
                upgrade.apply(editor);
              },
            },
          ],
  };
}

const WORKLOADS: ReadonlySet<string> = new Set(['StatefulSet', 'Deployment', 'ReplicaSet', 'DaemonSet', 'CronJob']);

/** The database's workload and what in sight belongs to it and may have an old version. */
function objectsOf(database: Database, { lookup }: RuleContext): Set<KubeObject> {
  const { workload, pod, services } = database;
  const { object } = workload;
  const chosen = (kind: string) => (pod.labelsKnown ? lookup.selecting(kind, object, pod.labels) : []);
  const priority = pod.spec.at('priorityClassName').string();
  const serviceNames = new Set([...services.selecting, services.governing].map((service) => service?.name));
  return new Set([
    object,
    ...chosen('PodDisruptionBudget'),
    ...chosen('NetworkPolicy'),
    ...(workload.name === undefined ? [] : lookup.targeting('HorizontalPodAutoscaler', object)),
    ...classesOf(pod),
    ...(priority === undefined ? [] : lookup.named('PriorityClass', object, priority)),
    ...lookup.all('Ingress', object).filter((ingress) => backendsOf(ingress).some((name) => serviceNames.has(name))),
  ]);
}

function classesOf(pod: Pod): KubeObject[] {
  return pod.volumes.flatMap(({ claim }) => claim?.storageClass?.object ?? []);
}

/** The Services to which an old Ingress leads. */
function backendsOf(ingress: KubeObject): string[] {
  return new Field(ingress)
    .at('spec', 'rules')
    .items()
    .flatMap((rule) => rule.at('http', 'paths').items())
    .flatMap((path) => path.at('backend', 'serviceName').string() ?? []);
}
