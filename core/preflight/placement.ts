import type { ApiObject, Connection } from '../cluster/connection.ts';
import { RESOURCES } from '../cluster/resources.ts';
import { ClusterTrouble } from '../cluster/trouble.ts';
import { fieldOf } from '../procedures/jobs/pod-words.ts';
import type { Findings } from './findings.ts';
import { closedBecause, fits } from './nodes.ts';

/**
 * Whether a pod on each of these claims can start again: a volume that is bound to a node or zone wants a node there that takes pods. `nodes` undefined: not known.
 * Throws {@link ClusterTrouble}.
 */
export async function placementFindings(
  connection: Pick<Connection, 'read'>,
  namespace: string,
  claims: readonly string[],
  nodes: readonly ApiObject[] | undefined,
  signal?: AbortSignal,
): Promise<Findings> {
  const refusals: Findings['refusals'][number][] = [];
  const warnings: string[] = [];
  const options = signal ? { signal } : {};
  for (const claim of claims) {
    const volume = await volumeOf(connection, namespace, claim, options);
    if (volume === undefined) continue;
    if (volume === 'unseen' || nodes === undefined) {
      warnings.push('Whether the nodes of its volumes take pods now is not known: one may not read volumes or nodes.');
      continue;
    }
    const affinity = fieldOf(volume).at('spec', 'nodeAffinity', 'required');
    if (!affinity.exists) continue;
    const fitting = nodes.filter((node) => fits(node, affinity));
    const closed = fitting.flatMap((node) => closedBecause(node) ?? []);
    if (fitting.length > closed.length) continue;
    refusals.push({
      id: 'R10',
      kind: 'mend',
      what: `A pod on the claim ${claim} could not start: no node that its volume can be reached from takes pods.`,
      evidence: closed.length > 0 ? closed.join('; ') : `no node fits the volume ${volume.metadata.name}`,
      wayOut: 'Uncordon the node, or bring it back.',
    });
  }
  return { refusals, warnings: [...new Set(warnings)] };
}

async function volumeOf(
  connection: Pick<Connection, 'read'>,
  namespace: string,
  name: string,
  options: { readonly signal?: AbortSignal },
): Promise<ApiObject | 'unseen' | undefined> {
  try {
    const claim = await connection.read({ resource: RESOURCES.claims, namespace, name }, options);
    const volume = fieldOf(claim).at('spec', 'volumeName').string();
    if (volume === undefined) return undefined;
    return await connection.read({ resource: RESOURCES.volumes, namespace: undefined, name: volume }, options);
  } catch (error) {
    if (!(error instanceof ClusterTrouble) || !['forbidden', 'missing'].includes(error.kind)) throw error;
    return error.kind === 'forbidden' ? 'unseen' : undefined;
  }
}
