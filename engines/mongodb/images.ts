import type { ImagePattern } from '../model/engine.ts';

/** `centos/mongodb-36-centos7` → 3.6. */
const sclorgVersion = (_tag: string, repository: string) => {
  const digits = /mongodb-(\d)(\d)-/u.exec(repository);
  return digits?.slice(1).join('.');
};

/** Who publishes MongoDB images, and what stands beside MongoDB without being one. */
export const IMAGES: readonly ImagePattern[] = [
  { repository: '*mongo*exporter*', variant: 'exporter', role: 'exporter' },
  { repository: 'mongo-express', variant: 'admin', role: 'admin' },
  { repository: 'mongoclient', variant: 'admin', role: 'admin' },
  { repository: 'adminmongo', variant: 'admin', role: 'admin' },
  { repository: 'mongo-gui', variant: 'admin', role: 'admin' },
  { repository: 'mongodb-bi-connector', variant: 'proxy', role: 'pooler' },
  { repository: 'mongo-k8s-sidecar', variant: 'sidecar', role: 'operator' },
  { repository: '*mongo*sidecar*', variant: 'sidecar', role: 'operator' },
  { repository: '*mongo*operator*', variant: 'operator', role: 'operator' },
  { repository: 'mongodb-agent', variant: 'operator', role: 'operator' },
  { repository: 'mongodb-agent-ubi', variant: 'operator', role: 'operator' },
  { repository: 'mongodb-kubernetes-*', variant: 'operator', role: 'operator' },
  { repository: 'k8s-mongo-ha', variant: 'operator', role: 'operator' },
  { repository: 'mongodb-install', variant: 'installer', role: 'operator' },
  { repository: 'percona-backup-mongodb', variant: 'backup', role: 'backup' },
  { repository: '*mongo*backup*', variant: 'backup', role: 'backup' },
  { repository: '*mongodump*', variant: 'backup', role: 'backup' },
  { repository: 'mgob', variant: 'backup', role: 'backup' },
  { repository: 'migrate-mongo', variant: 'migration', role: 'migration' },
  { repository: 'mongosh', variant: 'client', role: 'client' },
  { repository: 'bitnami/mongodb', variant: 'bitnami', role: 'server' },
  { repository: 'bitnamilegacy/mongodb', variant: 'bitnami', role: 'server' },
  { repository: 'bitnamisecure/mongodb', variant: 'bitnami', role: 'server' },
  { repository: 'bitnami/mongodb-sharded', variant: 'bitnami-sharded', role: 'server' },
  { repository: 'bitnamilegacy/mongodb-sharded', variant: 'bitnami-sharded', role: 'server' },
  { repository: 'bitnamisecure/mongodb-sharded', variant: 'bitnami-sharded', role: 'server' },
  { repository: 'mongodb-community-server', variant: 'community', role: 'server' },
  { repository: 'mongodb-enterprise-server', variant: 'enterprise', role: 'server' },
  { repository: 'mongodb-atlas-local', variant: 'atlas-local', role: 'server' },
  { repository: 'mongodb-*-centos7', variant: 'sclorg', role: 'server', version: sclorgVersion },
  { repository: 'mongodb-*-rhel7', variant: 'sclorg', role: 'server', version: sclorgVersion },
  { repository: 'mongo', variant: 'official', role: 'server' },
];
