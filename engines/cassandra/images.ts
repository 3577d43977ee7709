import type { ImagePattern } from '../model/engine.ts';

/** The sample's tags number the image: v12 and v13 hold Cassandra 3.11. */
const sampleVersion = (tag: string) => (/^v1[1-3](?:$|-)/u.test(tag) ? '3.11' : undefined);

/** Who publishes Cassandra images, and what stands beside Cassandra without being one. */
export const IMAGES: readonly ImagePattern[] = [
  { repository: '*cassandra*exporter*', variant: 'exporter', role: 'exporter' },
  { repository: 'cass-operator', variant: 'operator', role: 'operator' },
  { repository: '*cassandra*operator*', variant: 'operator', role: 'operator' },
  { repository: 'k8ssandra-operator', variant: 'operator', role: 'operator' },
  { repository: 'cassandra-medusa', variant: 'backup', role: 'backup' },
  { repository: 'medusa', variant: 'backup', role: 'backup' },
  { repository: 'cassandra-reaper', variant: 'admin', role: 'admin' },
  { repository: 'cassandra-web', variant: 'admin', role: 'admin' },
  { repository: 'cassandra-migrate', variant: 'migration', role: 'migration' },
  { repository: 'cassandra-sidecar', variant: 'operator', role: 'operator' },
  { repository: 'cqlsh', variant: 'client', role: 'client' },
  { repository: 'bitnami/cassandra', variant: 'bitnami', role: 'server' },
  { repository: 'bitnamilegacy/cassandra', variant: 'bitnami', role: 'server' },
  { repository: 'bitnamisecure/cassandra', variant: 'bitnami', role: 'server' },
  { repository: 'google-samples/cassandra', variant: 'sample', role: 'server', version: sampleVersion },
  { repository: 'google_samples/cassandra', variant: 'sample', role: 'server', version: sampleVersion },
  { repository: 'google_containers/cassandra', variant: 'sample', role: 'server', version: sampleVersion },
  { repository: 'k8ssandra/cass-management-api', variant: 'k8ssandra', role: 'server' },
  { repository: 'cassandra', variant: 'official', role: 'server' },
];
