import type { Connection } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { LiveDatabase } from '../../inventory/model.ts';
import { fieldOf } from '../../procedures/jobs/pod-words.ts';

/**
 * Of several members that say nothing, the one that the write Services choose by its labels: nobody takes them from a member that hangs. Undefined where none or several are so.
 * Throws {@link ClusterTrouble}.
 */
export async function labelled(
  { read }: Pick<Connection, 'read'>,
  { namespace, services }: LiveDatabase,
  silent: readonly string[],
  signal?: AbortSignal,
): Promise<string | undefined> {
  const options = signal ? { signal } : {};
  const selectors: Readonly<Record<string, string>>[] = [];
  for (const { service, purpose } of services) {
    if (purpose !== 'write') continue;
    const body = await read({ resource: RESOURCES.services, namespace, name: service.name }, options);
    selectors.push(fieldOf(body).at('spec', 'selector').stringMap());
  }
  const found: string[] = [];
  for (const name of silent) {
    try {
      const pod = fieldOf(await read({ resource: RESOURCES.pods, namespace, name }, options));
      const labels = pod.at('metadata', 'labels').stringMap();
      const isChosen = selectors.some(
        (selector) =>
          Object.keys(selector).length > 0 && Object.entries(selector).every(([key, value]) => labels[key] === value),
      );
      if (isChosen) found.push(name);
    } catch (error) {
      if (!(error instanceof ClusterTrouble) || error.kind !== 'missing') throw error;
    }
  }
  return found.length === 1 ? found[0] : undefined;
}
