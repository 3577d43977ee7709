import { CLUSTER_SNAPSHOT } from '../protocol/messages.ts';
import type { Feature } from './feature.ts';

/** `plinth/clusterSnapshot`: what the connected cluster offers, or that there is none any more. */
export const followCluster: Feature = ({ connection, cluster }) => {
  // `null` comes as a list of one.
  connection.onNotification(CLUSTER_SNAPSHOT, (...received: unknown[]) => {
    void cluster.take(received[0]);
  });
  return {};
};
