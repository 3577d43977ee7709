import type { ImagePattern } from '../model/engine.ts';

/** The repository says the version: `mariadb-101-rhel7` (10.1), `mariadb-1011` (10.11). */
function fromRepository(_tag: string, repository: string): string | undefined {
  const [, minor] = /mariadb-10(\d{1,2})/u.exec(repository) ?? [];
  return minor === undefined ? undefined : `10.${minor}`;
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
 * Images of MariaDB and of what stands around it alone (what serves MySQL too is listed there). Sources:
 * https://hub.docker.com/_/mariadb, https://hub.docker.com/r/bitnami/mariadb, https://hub.docker.com/r/bitnami/mariadb-galera,
 * https://github.com/sclorg/mariadb-container, https://docs.linuxserver.io/images/docker-mariadb/.
 */
export const images: readonly ImagePattern[] = [
  ...servers('official', ['mariadb', 'mariadb/server']),
  ...servers('bitnami', ['bitnami/mariadb', 'bitnamilegacy/mariadb', 'bitnamisecure/mariadb']),
  ...servers('galera', ['bitnami/mariadb-galera', 'bitnamilegacy/mariadb-galera', 'bitnamisecure/mariadb-galera']),
  ...servers('linuxserver', ['linuxserver/mariadb']),
  ...['centos', 'centos7', 'sclorg', 'fedora', 'rhscl', 'rhel7', 'rhel8', 'rhel9', 'rhel10'].map(
    (owner): ImagePattern => ({
      repository: `${owner}/mariadb-*`,
      variant: 'sclorg',
      role: 'server',
      version: fromRepository,
    }),
  ),
  ...servers('sclorg', ['openshift/mariadb']),
  ...others('pooler', ['maxscale', 'mariadb/maxscale']),
  ...others('exporter', ['*mariadb*exporter*']),
  ...others('backup', ['*mariadb*backup*', '*mariadb*dump*', 'mariabackup*']),
  ...others('client', ['*mariadb*client*']),
  ...others('operator', ['*mariadb*operator*']),
];
