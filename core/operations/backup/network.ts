import { selectorOf, selects } from '../../../engines/model/selectors.ts';
import type { Field } from '../../../engines/model/field.ts';
import type { Connection } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Whether NetworkPolicies stand between a Job's pod and a server's: one warning where a policy selects the server's pods and none that does lets these labels in. What cannot be
 * judged (address blocks, expressions) is no way in. Throws {@link ClusterTrouble} for an API that fails otherwise than by forbidding.
 * Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export async function networkWarnings(
  connection: Pick<Connection, 'list'>,
  { namespace, server, job }: { readonly namespace: string; readonly server: Labels; readonly job: Labels },
  signal?: AbortSignal,
): Promise<string[]> {
  const found: Field[] = [];
  try {
    for await (const { items } of connection.list(RESOURCES.networkPolicies, namespace, signal ? { signal } : {}))
      found.push(...items.map((item) => fieldOf({ ...item, kind: 'NetworkPolicy' })));
  } catch (error) {
    if (error instanceof ClusterTrouble && error.kind === 'forbidden')
      return ['NetworkPolicies cannot be read here: whether one keeps the Job from the server is not known.'];
    throw error;
  }
  const selecting = found.filter((policy) => {
    const selector = selectorOf(policy.object);
    return takesIngress(policy) && selector !== undefined && selects(selector, server, 'NetworkPolicy');
  });
  if (selecting.length === 0) return [];
  const doors = selecting.flatMap((policy) =>
    policy
      .at('spec', 'ingress')
      .items()
      .flatMap((rule) => (rule.at('from').items().length === 0 ? [{}] : rule.at('from').items().flatMap(labelsLetIn))),
  );
  const isOpen = doors.some((wanted) => Object.entries(wanted).every(([key, value]) => job[key] === value));
  if (isOpen) return [];
  // With the server's own labels the Job would stand behind the server's Services.
  const [door] = doors.filter((wanted) => Object.entries(wanted).some(([key, value]) => server[key] !== value));
  const names = selecting.map((policy) => policy.at('metadata', 'name').string() ?? '').join(', ');
  const wayOut =
    door === undefined
      ? 'It lets no pod in by labels: add a rule for pods with the label app.kubernetes.io/managed-by: plinth.'
      : `It lets pods in with the labels ${JSON.stringify(door)}: say so by «podLabels», and the Job’s pod gets them.`;
  return [
    `A NetworkPolicy (${names}) selects the server’s pods, and does not let the Job in as far as can be seen. ${wayOut}`,
  ];
}

/** Without types, a policy is about what comes in. */
function takesIngress(policy: Field): boolean {
  const types = policy.at('spec', 'policyTypes').strings();
  return types.length === 0 || types.includes('Ingress');
}

/** Labels that a peer of the same namespace wants; none where it is of another kind. */
function labelsLetIn(peer: Field): Labels[] {
  const selector = peer.at('podSelector');
  if (peer.at('namespaceSelector').exists || peer.at('ipBlock').exists || !selector.exists) return [];
  return selector.at('matchExpressions').items().length > 0 ? [] : [selector.at('matchLabels').stringMap()];
}
