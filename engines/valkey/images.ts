import type { ImagePattern } from '../model/engine.ts';

/** Who publishes Valkey images, and what stands beside Valkey without being one. */
export const IMAGES: readonly ImagePattern[] = [
  { repository: '*valkey*exporter*', variant: 'exporter', role: 'exporter' },
  { repository: '*valkey*operator*', variant: 'operator', role: 'operator' },
  { repository: '*valkey*sentinel*', variant: 'sentinel', role: 'arbiter' },
  { repository: 'valkey-admin', variant: 'admin', role: 'admin' },
  { repository: 'bitnami/valkey', variant: 'bitnami', role: 'server' },
  { repository: 'bitnamilegacy/valkey', variant: 'bitnami', role: 'server' },
  { repository: 'bitnamisecure/valkey', variant: 'bitnami', role: 'server' },
  { repository: 'bitnami/valkey-cluster', variant: 'bitnami-cluster', role: 'server' },
  { repository: 'bitnamilegacy/valkey-cluster', variant: 'bitnami-cluster', role: 'server' },
  { repository: 'bitnamisecure/valkey-cluster', variant: 'bitnami-cluster', role: 'server' },
  { repository: 'valkey/valkey-bundle', variant: 'official', role: 'server' },
  { repository: 'valkey/valkey-extensions', variant: 'official', role: 'server' },
  { repository: 'valkey/valkey', variant: 'official', role: 'server' },
  { repository: 'valkey', variant: 'official', role: 'server' },
];
