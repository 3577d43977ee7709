import type { ImagePattern } from '../model/engine.ts';

/** The samples' tags (`v1`, `e2e`) number the image, not Redis. */
const unknownVersion = () => undefined;

/** `centos/redis-32-centos7` → 3.2, `rhel8/redis-6` → 6. */
const sclorgVersion = (_tag: string, repository: string) => {
  const digits = /redis-(\d)(\d?)(?:-|$)/u.exec(repository);
  return digits?.slice(1).filter(Boolean).join('.');
};

/** Who publishes Redis images, and what stands beside Redis without being one. */
export const IMAGES: readonly ImagePattern[] = [
  { repository: '*redis*exporter*', variant: 'exporter', role: 'exporter' },
  { repository: '*redis*operator*', variant: 'operator', role: 'operator' },
  { repository: '*redis*sentinel*', variant: 'sentinel', role: 'arbiter' },
  { repository: 'redis-commander', variant: 'admin', role: 'admin' },
  { repository: 'redisinsight', variant: 'admin', role: 'admin' },
  { repository: 'phpredisadmin', variant: 'admin', role: 'admin' },
  { repository: 'phpredmin', variant: 'admin', role: 'admin' },
  { repository: 'p3x-redis-ui', variant: 'admin', role: 'admin' },
  { repository: 'predixy', variant: 'proxy', role: 'pooler' },
  { repository: 'twemproxy', variant: 'proxy', role: 'pooler' },
  { repository: 'nutcracker', variant: 'proxy', role: 'pooler' },
  { repository: 'redis-cluster-proxy', variant: 'proxy', role: 'pooler' },
  { repository: 'redis/redis-stack-server', variant: 'stack', role: 'server' },
  { repository: 'redis/redis-stack', variant: 'stack', role: 'server' },
  { repository: 'redis-stack-server', variant: 'stack', role: 'server' },
  { repository: 'redis-stack', variant: 'stack', role: 'server' },
  { repository: 'redislabs/redismod', variant: 'modules', role: 'server', version: unknownVersion },
  { repository: 'redislabs/rejson', variant: 'modules', role: 'server', version: unknownVersion },
  { repository: 'redislabs/redisearch', variant: 'modules', role: 'server', version: unknownVersion },
  { repository: 'redislabs/redistimeseries', variant: 'modules', role: 'server', version: unknownVersion },
  { repository: 'redislabs/redisgraph', variant: 'modules', role: 'server', version: unknownVersion },
  { repository: 'redislabs/rebloom', variant: 'modules', role: 'server', version: unknownVersion },
  { repository: 'bitnami/redis', variant: 'bitnami', role: 'server' },
  { repository: 'bitnamilegacy/redis', variant: 'bitnami', role: 'server' },
  { repository: 'bitnamisecure/redis', variant: 'bitnami', role: 'server' },
  { repository: 'bitnami/redis-cluster', variant: 'bitnami-cluster', role: 'server' },
  { repository: 'bitnamilegacy/redis-cluster', variant: 'bitnami-cluster', role: 'server' },
  { repository: 'bitnamisecure/redis-cluster', variant: 'bitnami-cluster', role: 'server' },
  { repository: 'kubernetes/redis', variant: 'sample', role: 'server', version: unknownVersion },
  { repository: 'google_containers/redis', variant: 'sample', role: 'server', version: unknownVersion },
  { repository: 'gb-redisslave', variant: 'guestbook-replica', role: 'server', version: unknownVersion },
  { repository: 'gb-redis-follower', variant: 'guestbook-replica', role: 'server', version: unknownVersion },
  { repository: 'opstree/redis', variant: 'opstree', role: 'server' },
  { repository: 'sameersbn/redis', variant: 'sameersbn', role: 'server' },
  { repository: 'redis-*-centos7', variant: 'sclorg', role: 'server', version: sclorgVersion },
  { repository: 'rhel8/redis-*', variant: 'sclorg', role: 'server', version: sclorgVersion },
  { repository: 'rhel9/redis-*', variant: 'sclorg', role: 'server', version: sclorgVersion },
  { repository: 'rhscl/redis-*', variant: 'sclorg', role: 'server', version: sclorgVersion },
  { repository: 'redis', variant: 'official', role: 'server' },
];
