import type { ImagePattern } from '../model/engine.ts';

/** `pg16`, `latest-pg15`, `2.14.2-pg16.4`, `pg16-v0.2.0`. */
function afterPg(tag: string): string | undefined {
  return /(?:^|-)pg(\d+(?:\.\d+)?)(?![\d.])/u.exec(tag)?.[1];
}

/** The repository says the major: `postgresql-13`, `spilo-16`, `postgresql-96-centos7` (9.6). */
function fromRepository(_tag: string, repository: string): string | undefined {
  const digits = /(?:postgresql|spilo|spilo-cdp)-(\d+)/u.exec(repository)?.[1];
  return digits !== undefined && /^9\d$/u.test(digits) ? `9.${digits.slice(1)}` : digits;
}

/** `ubi8-15.3-0`, `centos7-12.4-4.5.0`: the version stands behind the distribution. */
function behindDistribution(tag: string): string | undefined {
  return /^(?:ubi|centos|rhel)\d+-(\d+\.\d+)/u.exec(tag)?.[1];
}

/** The tag is a version of something else. */
function none(): undefined {
  return undefined;
}

type Extra = Pick<ImagePattern, 'version'>;

function servers(variant: string, repositories: readonly string[], extra: Extra = {}): ImagePattern[] {
  return repositories.map((repository) => ({ repository, variant, role: 'server', ...extra }));
}

function others(role: ImagePattern['role'], repositories: readonly string[]): ImagePattern[] {
  return repositories.map((repository) => ({ repository, variant: role, role, version: none }));
}

/**
 * Images of PostgreSQL and of what stands around it. Sources: https://hub.docker.com/_/postgres,
 * https://hub.docker.com/r/bitnami/postgresql, https://hub.docker.com/r/postgis/postgis,
 * https://github.com/timescale/timescaledb-docker-ha, https://hub.docker.com/r/pgvector/pgvector, https://github.com/zalando/spilo,
 * https://github.com/cloudnative-pg/postgres-containers, https://github.com/sclorg/postgresql-container,
 * https://github.com/CrunchyData/crunchy-containers.
 */
export const images: readonly ImagePattern[] = [
  ...servers('official', ['postgres']),
  ...servers('bitnami', ['bitnami/postgresql', 'bitnamilegacy/postgresql', 'bitnamisecure/postgresql']),
  ...servers('repmgr', ['bitnami/postgresql-repmgr', 'bitnamilegacy/postgresql-repmgr', 'postgresql-repmgr']),
  ...servers('postgis', ['postgis/postgis', 'imresamu/postgis', 'mdillon/postgis']),
  ...servers('kartoza', ['kartoza/postgis']),
  ...servers('timescaledb', ['timescale/timescaledb'], { version: afterPg }),
  ...servers('timescaledb-ha', ['timescale/timescaledb-ha'], { version: afterPg }),
  ...servers(
    'pgvector',
    ['pgvector/pgvector', 'tensorchord/pgvecto-rs', 'tensorchord/vchord-postgres', 'ankane/pgvector'],
    { version: afterPg },
  ),
  ...servers('stolon', ['sorintlab/stolon'], { version: afterPg }),
  ...servers('citus', ['citusdata/citus'], { version: none }),
  ...servers('supabase', ['supabase/postgres']),
  ...servers('spilo', ['acid/spilo-*', 'zalando/spilo-*'], { version: fromRepository }),
  ...servers('cloudnative-pg', [
    'cloudnative-pg/postgresql',
    'cloudnative-pg/postgis',
    'enterprisedb/postgresql',
    'enterprisedb/edb-postgres-advanced',
  ]),
  ...servers(
    'sclorg',
    [
      'centos/postgresql-*',
      'centos7/postgresql-*',
      'sclorg/postgresql-*',
      'fedora/postgresql-*',
      'rhscl/postgresql-*',
      'rhel7/postgresql-*',
      'rhel8/postgresql-*',
      'rhel9/postgresql-*',
      'rhel10/postgresql-*',
      'ubi8/postgresql-*',
      'ubi9/postgresql-*',
    ],
    { version: fromRepository },
  ),
  ...servers('sclorg', ['openshift/postgresql', 'rhel8/postgresql', 'rhel9/postgresql', 'fedora/postgresql']),
  ...servers(
    'crunchy',
    [
      'crunchydata/crunchy-postgres',
      'crunchydata/crunchy-postgres-gis',
      'crunchydata/crunchy-postgres-ha',
      'crunchydata/crunchy-postgres-gis-ha',
    ],
    { version: behindDistribution },
  ),
  ...others('exporter', [
    '*postgres*exporter*',
    '*pg*exporter*',
    'crunchydata/crunchy-collect',
    'timescale/pgmonitor*',
  ]),
  ...others('pooler', [
    '*pgbouncer*',
    '*pgpool*',
    'pgcat',
    'odyssey',
    'supavisor',

    'cloudsql-docker/gce-proxy',
    'cloud-sql-connectors/cloud-sql-proxy',
  ]),
  ...others('admin', [
    'pgadmin4',
    'crunchy-pgadmin4',
    'pgadmin',
    'pgweb',
    'phppgadmin',
    'temboard',
    'pghero',
    'pgrest',
  ]),
  ...others('backup', [
    '*postgres*backup*',
    '*postgres*back-up*',
    '*postgres*dump*',
    '*pg*backup*',
    '*pg*dump*',
    'pgbackrest*',
    'crunchy-pgbackrest*',
    'crunchy-backrest*',
    'wal-g',
    'barman*',
    'logical-backup*',
  ]),
  ...others('client', ['*postgres*client*', 'postgres-util', 'psql', 'pgbench', 'crunchy-upgrade']),
  ...others('operator', [
    '*postgres*operator*',
    'pgo-*',
    'cloudnative-pg/cloudnative-pg',
    'cloudnative-pg',
    'stackgres/operator',
  ]),
];
