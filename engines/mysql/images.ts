import type { ImagePattern } from '../model/engine.ts';

/** The repository says the version: `mysql-80` (8.0), `mysql-57-centos7`, `mysql-84`. */
function fromRepository(_tag: string, repository: string): string | undefined {
  const [, major, minor] = /mysql-(\d)(\d)/u.exec(repository) ?? [];
  return major === undefined || minor === undefined ? undefined : `${major}.${minor}`;
}

function none(): undefined {
  return undefined;
}

function servers(variant: string, repositories: readonly string[]): ImagePattern[] {
  return repositories.map((repository) => ({ repository, variant, role: 'server' }));
}

function others(role: ImagePattern['role'], repositories: readonly string[]): ImagePattern[] {
  return repositories.map((repository) => ({ repository, variant: role, role, version: none }));
}

/**
 * Images of MySQL and of what stands around it. Sources: https://hub.docker.com/_/mysql,
 * https://hub.docker.com/r/mysql/mysql-server, https://container-registry.oracle.com (mysql), https://hub.docker.com/r/bitnami/mysql,
 * https://github.com/sclorg/mysql-container.
 */
export const images: readonly ImagePattern[] = [
  ...servers('official', ['mysql']),
  ...servers('oracle', [
    'mysql/mysql-server',
    'mysql-server',
    'mysql/community-server',
    'mysql/enterprise-server',
    'community-server',
    'enterprise-server',
  ]),
  ...servers('bitnami', ['bitnami/mysql', 'bitnamilegacy/mysql', 'bitnamisecure/mysql']),
  ...['centos', 'centos7', 'sclorg', 'fedora', 'rhscl', 'rhel7', 'rhel8', 'rhel9', 'rhel10'].map(
    (owner): ImagePattern => ({
      repository: `${owner}/mysql-*`,
      variant: 'sclorg',
      role: 'server',
      version: fromRepository,
    }),
  ),
  ...servers('sclorg', ['openshift/mysql']),
  ...others('exporter', [
    'mysqld-exporter',
    'mysqld_exporter',
    'mysql-exporter',
    'mysql_exporter',
    'proxysql-exporter',
  ]),
  ...others('pooler', ['proxysql', '*mysql*router*', 'mysql/community-router', 'mysql-proxy', 'vtgate']),
  ...others('admin', ['phpmyadmin', 'adminer', 'mysql-workbench', 'dbgate', 'cloudbeaver']),
  ...others('backup', [
    '*mysql*backup*',
    '*mysql*back-up*',
    '*mysql*dump*',
    'percona-xtrabackup*',
    'xtrabackup*',
    'mydumper',
  ]),
  ...others('client', ['*mysql*client*', 'mysql-shell', 'mysqlslap', 'sysbench']),
  ...others('operator', [
    '*mysql*operator*',
    'mysql/community-operator',
    'percona-xtradb-cluster-operator',
    'orchestrator',
  ]),
];
