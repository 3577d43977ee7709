import { RESOURCES } from '../../cluster/resources.ts';
import { fieldOf } from '../jobs/pod-words.ts';
import type { Hand } from '../../runner/hand.ts';

/** The key in a selector that no pod has: with it a Service leads nowhere. */
export const DOOR = { key: 'plinth.dev/door', closed: 'closed' } as const;

/** The pods that Services lead to, ready or not, by their EndpointSlices. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function endpointsOf(
  { see, signal }: Hand,
  namespace: string,
  services: readonly { readonly name: string }[],
): Promise<string[]> {
  const pods = new Set<string>();
  for (const { name } of services) {
    // https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#ownership
    const options = { labelSelector: `kubernetes.io/service-name=${name}`, signal };
    for await (const { items } of see.list(RESOURCES.endpointSlices, namespace, options))
      for (const endpoint of items.flatMap((slice) => fieldOf(slice).at('endpoints').items()))
        pods.add(endpoint.at('targetRef', 'name').string() ?? endpoint.at('addresses').items()[0]?.string() ?? 'a pod');
  }
  return [...pods].sort();
}
