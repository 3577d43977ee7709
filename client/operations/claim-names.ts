import type { Connection } from '../../core/cluster/connection.ts';
import { RESOURCES } from '../../core/cluster/resources.ts';

/** The names of a namespace's claims, sorted. Throws {@link ../../core/cluster/trouble.ClusterTrouble}. */
export async function claimNames(connection: Pick<Connection, 'list'>, namespace: string): Promise<readonly string[]> {
  let names: string[] = [];
  for await (const { items, restarted } of connection.list(RESOURCES.claims, namespace)) {
    if (restarted === true) names = [];
    names.push(...items.map(({ metadata }) => metadata.name));
  }
  return names.sort();
}
