import type { Field } from '../../engines/model/field.ts';
import type { ApiObject, Connection } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';

/** Undefined where one may not list nodes. Throws {@link ClusterTrouble} else. */
export async function readNodes(
  connection: Pick<Connection, 'list'>,
  signal?: AbortSignal,
): Promise<readonly ApiObject[] | undefined> {
  const nodes: ApiObject[] = [];
  try {
    for await (const { items } of connection.list(RESOURCES.nodes, undefined, signal ? { signal } : {}))
      nodes.push(...items);
    return nodes;
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind !== 'forbidden') throw error;
    return undefined;
  }
}

/** Why no new pod starts on a node: cordoned, or not Ready; undefined: it takes pods. Taints are not looked at: pods may tolerate them. */
export function closedBecause(node: ApiObject): string | undefined {
  const read = fieldOf(node);
  if (read.at('spec', 'unschedulable').boolean() === true) return `${node.metadata.name} is cordoned`;
  const ready = read
    .at('status', 'conditions')
    .items()
    .find((one) => one.at('type').string() === 'Ready');
  return ready?.at('status').string() === 'True' ? undefined : `${node.metadata.name} is not Ready`;
}

/**
 * Whether a node fits a node selector as volumes have it: terms are alternatives, expressions in one hold together.
 * https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity
 */
export function fits(node: ApiObject, selector: Field): boolean {
  const terms = selector.at('nodeSelectorTerms').items();
  if (terms.length === 0) return true;
  const labels = fieldOf(node).at('metadata', 'labels').stringMap();
  return terms.some((term) => {
    const expressions = term.at('matchExpressions').items();
    const fields = term.at('matchFields').items();
    if (expressions.length + fields.length === 0) return false;
    const isMet = (one: Field, value: string | undefined): boolean => holds(one, value);
    return (
      expressions.every((one) => isMet(one, labels[one.at('key').string() ?? ''])) &&
      // Its one field is metadata.name.
      fields.every((one) => isMet(one, node.metadata.name))
    );
  });
}

function holds(expression: Field, value: string | undefined): boolean {
  const values = expression.at('values').strings();
  switch (expression.at('operator').string() ?? '') {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(values[0]);
    case 'Lt':
      return Number(value) < Number(values[0]);
    default:
      return false;
  }
}
