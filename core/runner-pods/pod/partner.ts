import type { Connection } from '../../cluster/connection.ts';
import { RESOURCES } from '../../cluster/resources.ts';
import { fieldOf, podTrouble } from '../../procedures/jobs/pod-words.ts';
import { INDEX_LABEL, JOB_LABEL } from '../names.ts';

/** Why the other pod of a Job does not stand ready now; undefined where it does. Throws {@link ../../cluster/trouble.ClusterTrouble}. */
export async function partnerTrouble(
  connection: Pick<Connection, 'list'>,
  namespace: string,
  job: string,
  ownIndex: string,
): Promise<string | undefined> {
  let why = 'There is no second pod yet.';
  const labelSelector = `${JOB_LABEL}=${job}`;
  for await (const { items } of connection.list(RESOURCES.pods, namespace, { labelSelector })) {
    for (const pod of items.map(fieldOf)) {
      if (pod.at('metadata', 'labels', INDEX_LABEL).string() === ownIndex) continue;
      const isReady = pod
        .at('status', 'conditions')
        .items()
        .some((one) => one.at('type').string() === 'Ready' && one.at('status').string() === 'True');
      if (isReady && !pod.at('metadata', 'deletionTimestamp').exists) return undefined;
      const name = pod.at('metadata', 'name').string() ?? '';
      why = `The pod ${name}: ${podTrouble(pod) ?? `${pod.at('status', 'phase').string() ?? 'unknown'}, not ready`}.`;
    }
  }
  return why;
}
