import type { Field } from '../../engines/model/field.ts';
import { readQuantity } from '../../engines/model/quantity.ts';
import type { ApiObject, Connection } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import { closedBecause } from './nodes.ts';

/** CPU in cores, memory in bytes. */
export interface Room {
  readonly cpu: number;
  readonly memory: number;
}

/** What a pod asks for: its containers and staying sidecars together, or an init container alone that asks for more. */
export function requestsOf(spec: Field): Room {
  const of = (container: Field, kind: 'cpu' | 'memory'): number => amount(container.at('resources', 'requests', kind));
  const inits = spec.at('initContainers').items();
  const staying = inits.filter((one) => one.at('restartPolicy').string() === 'Always');
  const passing = inits.filter((one) => one.at('restartPolicy').string() !== 'Always');
  const sum = (kind: 'cpu' | 'memory'): number => {
    const together = [...spec.at('containers').items(), ...staying].reduce((all, one) => all + of(one, kind), 0);
    return Math.max(together, ...passing.map((one) => of(one, kind)));
  };
  return { cpu: sum('cpu'), memory: sum('memory') };
}

function amount(field: Field): number {
  const plain = field.number();
  return plain ?? readQuantity(field.string() ?? '') ?? 0;
}

/**
 * A warning where so many new pods have no node with room for them, by what pods ask for and not by what they use; the scheduler looks at more than that, so it is no
 * refusal. `nodes` undefined: not known. Throws {@link ClusterTrouble}.
 */
export async function podRoomWarnings(
  connection: Pick<Connection, 'list'>,
  nodes: readonly ApiObject[] | undefined,
  wanted: Room,
  count: number,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const unknown = 'Whether a node has room for its pods is not known: one may not read the nodes and all pods.';
  if (nodes === undefined) return [unknown];
  const free = new Map<string, { cpu: number; memory: number }>();
  for (const node of nodes) {
    if (closedBecause(node) !== undefined) continue;
    const allocatable = fieldOf(node).at('status', 'allocatable');
    free.set(node.metadata.name, { cpu: amount(allocatable.at('cpu')), memory: amount(allocatable.at('memory')) });
  }
  try {
    for await (const { items } of connection.list(RESOURCES.pods, undefined, signal ? { signal } : {}))
      for (const pod of items) take(free, fieldOf(pod));
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || error.kind !== 'forbidden') throw error;
    return [unknown];
  }
  let placed = 0;
  while (placed < count) {
    const node = [...free.values()].find(({ cpu, memory }) => cpu >= wanted.cpu && memory >= wanted.memory);
    if (node === undefined) break;
    node.cpu -= wanted.cpu;
    node.memory -= wanted.memory;
    placed++;
  }
  if (placed === count) return [];
  return [
    `Nodes that take pods have room for ${String(placed)} of ${String(count)} pods that ask for ${wanted.cpu.toFixed(2)} cores and ${(wanted.memory / 2 ** 20).toFixed(0)} MiB each.`,
  ];
}

/** Pods that have ended hold nothing. */
function take(free: ReadonlyMap<string, { cpu: number; memory: number }>, pod: Field): void {
  const node = free.get(pod.at('spec', 'nodeName').string() ?? '');
  const phase = pod.at('status', 'phase').string();
  if (node === undefined || phase === 'Succeeded' || phase === 'Failed') return;
  const { cpu, memory } = requestsOf(pod.at('spec'));
  node.cpu -= cpu;
  node.memory -= memory;
}
