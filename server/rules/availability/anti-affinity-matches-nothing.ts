import type { Database } from '../../../engines/model/database.ts';
import { selects } from '../../../engines/model/selectors.ts';
import type { Selector } from '../../../engines/model/selectors.ts';
import { databaseRule } from '../rule.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { isTypo } from '../workload/edit-distance.ts';
import { selectorLabels } from '../workload/headless-service.ts';
import { nameOfWorkload, speaksForWorkload } from '../workload/speaker.ts';
import { memberCount } from './members.ts';
import { apartOf, mayBeApartUnseen } from './spread.ts';
import type { Apart } from './spread.ts';

export const antiAffinityMatchesNothing = databaseRule({
  id: 'availability/anti-affinity-matches-nothing',
  severity: 'error',
  title: 'A rule that keeps pods apart matches none of them',
  why: `\`podAntiAffinity\` and \`topologySpreadConstraints\` count the pods that their \`labelSelector\` selects. When the pods' labels have been renamed and the
selector has not, it selects nothing: the rule is accepted, no event tells of it, and all members may stand on one node while everybody reads in the
manifest that they do not.`,
  when: `Fires when the selectors by which a workload with more than one member keeps pods apart match none of the pod's own labels although they name the same thing, and no other workload in
sight bears those labels. Silent as soon as one of them matches the own pods, for rules that name namespaces, and where labels or selectors are templated.`,
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#topologyspreadconstraints-field',
  ],
  // Whoever wrote the selector meant these pods.
  silences: ['availability/no-anti-affinity'],
  // Pods that it may be meant for can lie in another namespace.
  live: ['StatefulSet', 'Deployment'],
  whenItRuns: `The change of the pod template rolls through the members one by one. A required rule that begins to hold lets each new pod wait as
\`Pending\` until there is a node (or zone) without another member: count nodes first, \`kubectl get nodes\`. Volumes that are bound to a node or zone
keep their pod there.`,
  examples: { bad: example('mongodb'), good: example('mongo') },
  *check(database, context) {
    const count = memberCount(database);
    const { pod } = database;
    if (count === 1 || !pod.labelsKnown || !speaksForWorkload(database, context) || mayBeApartUnseen(database)) return;
    const rules = apartOf(database);
    if (rules.length === 0 || !rules.every((rule) => matchesNothing(rule, database, context))) return;
    for (const rule of rules) {
      const { selector, field, form } = rule;
      const fix = chooseOwn(database, rule, context);
      yield {
        source: (selector.exists ? selector : field).source,
        message: `${form === 'spread' ? 'The spread constraint' : 'The anti-affinity'} of ${nameOfWorkload(database)} selects ${wordsOf(rule)}, and its own pods have ${listed(pod.labels)}: it keeps nothing apart, so all members may share a node.`,
        thing: 'spread',
        fixes: fix === undefined ? [] : [fix],
      };
    }
  },
});

/** True when the rule certainly concerns nothing that can be seen. */
function matchesNothing({ field, selector }: Apart, { pod, workload }: Database, { lookup }: RuleContext): boolean {
  // A place that cannot be seen in whole, or other namespaces, may hold what it is meant for.
  const names = ['namespaces', 'namespaceSelector', 'matchLabelKeys', 'mismatchLabelKeys'];
  if (names.some((name) => !field.at(name).absent)) return false;
  const read = readSelector({ selector });
  if (read === undefined) return selector.absent;
  if (selects(read, pod.labels, 'PodDisruptionBudget')) return false;
  const wanted = Object.keys(read.labels).length > 0 ? read.labels : labelsOf(read);
  const isMeant = Object.values(wanted).some((value) =>
    isLike(value, [...Object.values(pod.labels), workload.name ?? '']),
  );
  return isMeant && lookup.bearing(workload.object, wanted).length === 0;
}

/** True for a name of these pods as they were called before: pods out of sight, which one also keeps away from, have names of their own. */
function isLike(value: string, names: readonly string[]): boolean {
  return names.some((name) => {
    const [short, long] = value.length < name.length ? [value, name] : [name, value];
    return isTypo(value, name) || (short.length >= SHORTEST_NAME && long.includes(short));
  });
}

/** Shorter ones are part of anything. */
const SHORTEST_NAME = 2;

/** `key In (value)` says what the label says. What else expressions say is not followed to other workloads. */
function labelsOf({ expressions }: Selector): Record<string, string> {
  const pairs = expressions.flatMap((one) => {
    const [value, ...more] = one.at('values').strings();
    const key = one.at('key').string();
    const isOne = one.at('operator').string() === 'In' && more.length === 0;
    return isOne && key !== undefined && value !== undefined ? [[key, value] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** The selector; undefined where there is none, or where a part of it is templated. */
function readSelector({ selector }: Pick<Apart, 'selector'>): Selector | undefined {
  if (!selector.known || selector.value === null) return undefined;
  const labels = selector.at('matchLabels');
  const expressions = selector.at('matchExpressions').items();
  const parts = [
    ...labels.entries().map(([, value]) => value),
    ...expressions.flatMap((one) => [one.at('key'), one.at('operator'), ...one.at('values').items()]),
  ];
  const known = parts.every((part) => !part.unknown) && !selector.object.isOpen(selector.path);
  return known ? { labels: labels.stringMap(), expressions, known } : undefined;
}

function wordsOf({ selector }: Apart): string {
  const labels = selector.at('matchLabels').stringMap();
  const expressions = selector
    .at('matchExpressions')
    .items()
    .map((one) => {
      const values = one.at('values').strings();
      return `${one.at('key').string() ?? ''}${values.length === 0 ? '' : ` in (${values.join(', ')})`}`;
    });
  const parts = [...(Object.keys(labels).length === 0 ? [] : [listed(labels)]), ...expressions];
  return parts.length === 0 ? 'no pods at all' : `pods with ${parts.join(' and ')}`;
}

function listed(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? 'no labels' : pairs.join(', ');
}

function chooseOwn(database: Database, { selector, field, required }: Apart, { lookup }: RuleContext): Fix | undefined {
  const labels = selectorLabels(database, lookup);
  if (labels === undefined) return undefined;
  return {
    title: `Select the pods' own labels${required ? ' (only if there is a node for each member)' : ''}`,
    kind: required ? 'careful' : 'safe',
    apply: (editor) => {
      const path = [...field.path, 'labelSelector'];
      const own = selector.at('matchLabels');
      if (own.entries().length > 0 && selector.at('matchExpressions').items().length === 0)
        editor.set(field.object, own.path, labels);
      else editor.set(field.object, path, { matchLabels: labels });
    },
  };
}

function example(app: string): string {
  return exampleSet({
    name: 'mongo',
    image: 'mongo:7.0',
    replicas: 3,
    container: 'args: [--replSet, rs0]',
    pod: `affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              app: ${app}
`,
  });
}
