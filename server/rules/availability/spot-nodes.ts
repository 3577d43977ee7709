import type { Database } from '../../../engines/model/database.ts';
import type { Field } from '../../../engines/model/field.ts';
import { databaseRule } from '../rule.ts';
import { exampleSet } from '../example-set.ts';
import { holdsData, nameOfWorkload, speaksForWorkload } from '../workload/speaker.ts';

/** Labels and taints of nodes that the provider takes back when it likes, and the values that mean so. */
const SPOT: Readonly<Record<string, RegExp>> = {
  // https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms
  'cloud.google.com/gke-spot': /^true$/u,
  'cloud.google.com/gke-preemptible': /^true$/u,
  // https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types
  'eks.amazonaws.com/capacityType': /^SPOT$/u,
  // https://karpenter.sh/docs/concepts/scheduling/
  'karpenter.sh/capacity-type': /^spot$/u,
  // https://learn.microsoft.com/azure/aks/spot-node-pool
  'kubernetes.azure.com/scalesetpriority': /^spot$/u,
};

export const spotNodes = databaseRule({
  id: 'availability/spot-nodes',
  severity: 'warning',
  title: 'On nodes that the provider takes back at any time',
  why: `Spot and preemptible nodes are cheap because they end when the provider needs them: with half a minute to two minutes' notice, often many of a kind at once. No
disruption budget holds them back. A database loses its members without a clean shutdown, several in the same minute, and each start costs a recovery.`,
  when: `Fires when a node selector, a node affinity or a toleration names the spot nodes of a known provider (GKE, EKS, AKS, Karpenter). Silent for caches and data meant to be
thrown away, for a toleration of everything, and where other kinds of nodes are chosen as well.`,
  sources: [
    'https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms',
    'https://karpenter.sh/docs/concepts/disruption/#interruption',
    'https://learn.microsoft.com/azure/aks/spot-node-pool',
  ],
  examples: {
    bad: exampleSet({
      name: 'postgres',
      image: 'postgres:17',
      pod: 'nodeSelector:\n  karpenter.sh/capacity-type: spot\n',
    }),
    good: exampleSet({
      name: 'postgres',
      image: 'postgres:17',
      pod: 'nodeSelector:\n  karpenter.sh/capacity-type: on-demand\n',
    }),
  },
  *check(database, context) {
    if (!holdsData(database) || !speaksForWorkload(database, context, holdsData)) return;
    const [found] = chosen(database);
    if (found === undefined) return;
    const verb = found.may ? 'may run' : 'runs';
    yield {
      source: found.field.source,
      message: `${nameOfWorkload(database)} ${verb} on nodes that the provider takes back at any time (${found.key}): ${database.engine.name} then stops within seconds, whatever its disruption budget says.`,
      thing: 'nodes',
    };
  },
});

interface Choice {
  readonly field: Field;
  readonly key: string;
  /** Allowed, not demanded. */
  readonly may: boolean;
}

function chosen({ pod }: Database): Choice[] {
  const selected = pod.spec
    .at('nodeSelector')
    .entries()
    .flatMap(([key, field]) =>
      isSpot(key, [field.string() ?? String(field.boolean())]) ? [{ field, key, may: false }] : [],
    );
  const affinity = pod.spec.at('affinity', 'nodeAffinity');
  const required = affinity.at('requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms').items();
  const preferred = affinity.at('preferredDuringSchedulingIgnoredDuringExecution').items();
  const ofTerms = (terms: readonly Field[], may: boolean) =>
    terms.flatMap((term) => term.at('matchExpressions').items()).flatMap((one) => ofExpression(one, may));
  // Terms are alternatives: only when each of them means spot nodes is there no other choice.
  const demanded = required.map((term) => ofTerms([term], false));
  const tolerated = pod.spec
    .at('tolerations')
    .items()
    .flatMap((field) => {
      const key = field.at('key').string() ?? '';
      const values = field.at('operator').string() === 'Exists' ? undefined : [field.at('value').string() ?? ''];
      return isSpot(key, values) ? [{ field, key, may: true }] : [];
    });
  return [
    ...selected,
    ...(demanded.every((choices) => choices.length > 0) ? demanded.flat() : []),
    ...ofTerms(
      preferred.map((entry) => entry.at('preference')),
      true,
    ),
    ...tolerated,
  ];
}

function ofExpression(one: Field, may: boolean): Choice[] {
  const key = one.at('key').string() ?? '';
  const operator = one.at('operator').string();
  const values = operator === 'Exists' ? undefined : one.at('values').strings();
  return (operator === 'In' || operator === 'Exists') && isSpot(key, values) ? [{ field: one, key, may }] : [];
}

/** Without values: the key alone says it, unless other kinds of nodes bear it too. */
function isSpot(key: string, values: readonly string[] | undefined): boolean {
  const pattern = SPOT[key];
  if (pattern === undefined) return false;
  if (values === undefined) return /gke-|scalesetpriority/u.test(key);
  return values.length > 0 && values.every((value) => pattern.test(value));
}
