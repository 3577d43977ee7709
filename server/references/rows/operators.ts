import { global, one } from '../row.ts';
import type { Row } from '../row.ts';

const CNPG = 'postgresql.cnpg.io';
const MARIADB = 'k8s.mariadb.com';
const KEY = { keys: ['key'] };

/**
 * What operators' resources name. Sources: https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/,
 * https://docs.percona.com/percona-operator-for-mysql/pxc/backups-restore.html, https://docs.percona.com/percona-operator-for-mongodb/backups-restore.html,
 * https://github.com/mariadb-operator/mariadb-operator/blob/main/docs/api_reference.md, https://www.elastic.co/docs/reference/cloud-on-k8s/api-reference
 */
export const operatorRows: readonly Row[] = [
  ...['ScheduledBackup', 'Backup', 'Pooler', 'Database', 'Publication', 'Subscription'].map((kind): Row => ({
    from: [kind],
    group: CNPG,
    at: 'spec.cluster.name',
    to: one('Cluster', { group: CNPG }),
  })),
  ...['spec.superuserSecret.name', 'spec.bootstrap.*.secret.name', 'spec.managed.roles.*.passwordSecret.name'].map(
    (at): Row => ({ from: ['Cluster'], group: CNPG, at, to: one('Secret') }),
  ),
  { from: ['Cluster'], group: CNPG, at: 'spec.bootstrap.recovery.backup.name', to: one('Backup', { group: CNPG }) },
  ...['storage', 'walStorage', 'tablespaces.*.storage'].map((at): Row => ({
    from: ['Cluster'],
    group: CNPG,
    at: `spec.${at}.storageClass`,
    to: global('StorageClass'),
  })),
  ...['s3Credentials', 'azureCredentials', 'googleCredentials'].map((store): Row => ({
    from: ['Cluster'],
    group: CNPG,
    at: `spec.**.${store}.*.name`,
    to: one('Secret', KEY),
  })),
  { from: ['Cluster'], group: CNPG, at: 'spec.externalClusters.*.password.name', to: one('Secret', KEY) },
  {
    from: ['PerconaXtraDBClusterBackup', 'PerconaXtraDBClusterRestore'],
    at: 'spec.pxcCluster',
    to: one('PerconaXtraDBCluster'),
  },
  {
    from: ['PerconaServerMongoDBBackup', 'PerconaServerMongoDBRestore'],
    at: 'spec.clusterName',
    to: one('PerconaServerMongoDB'),
  },
  { from: ['PerconaPGBackup', 'PerconaPGRestore'], at: 'spec.pgCluster', to: one('PerconaPGCluster') },
  {
    from: ['PerconaXtraDBCluster', 'PerconaPGCluster'],
    at: 'spec.secretsName',
    to: one('Secret'),
  },
  { from: ['PerconaServerMongoDB'], at: 'spec.secrets.users', to: one('Secret') },
  ...['Backup', 'Restore', 'Database', 'User', 'Grant', 'Connection', 'SqlJob'].map((kind): Row => ({
    from: [kind],
    group: MARIADB,
    at: 'spec.mariaDbRef.name',
    to: one('MariaDB'),
  })),
  ...['Kibana', 'Beat', 'Agent', 'ApmServer', 'EnterpriseSearch'].map((kind): Row => ({
    from: [kind],
    at: 'spec.elasticsearchRef.name',
    to: one('Elasticsearch'),
  })),
  { from: ['MongoDBCommunity'], at: 'spec.users.*.passwordSecretRef.name', to: one('Secret') },
  // The names of Kubernetes' own types, wherever a custom resource takes them in.
  { from: 'custom', at: '**.secretKeyRef.name', to: one('Secret', KEY) },
  { from: 'custom', at: '**.passwordSecretKeyRef.name', to: one('Secret', KEY) },
  { from: 'custom', at: '**.rootPasswordSecretKeyRef.name', to: one('Secret', KEY) },
  { from: 'custom', at: '**.configMapKeyRef.name', to: one('ConfigMap', KEY) },
  { from: 'custom', at: '**.secretRef.name', to: one('Secret') },
  { from: 'custom', at: '**.configMapRef.name', to: one('ConfigMap') },
  { from: 'custom', at: '**.storageClassName', to: global('StorageClass') },
  { from: 'custom', at: '**.serviceAccountName', to: one('ServiceAccount') },
  { from: 'custom', at: '**.priorityClassName', to: global('PriorityClass') },
];
