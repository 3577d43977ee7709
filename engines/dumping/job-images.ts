import { isOnDockerHub, plainRepository } from '../configuration/image.ts';
import type { Image } from '../model/workload.ts';

/**
 * What is known of the images in which people run dumps. `pipefail`: which shell of the image knows it. Debian's and Ubuntu's `sh` is dash, which does not; Alpine's is
 * BusyBox, Oracle Linux's is Bash, which do. Sources: the Dockerfiles below https://github.com/docker-library/official-images/tree/master/library, https://git.busybox.net/busybox/tree/shell/ash.c
 */
interface JobImage {
  readonly repository: string;
  readonly pipefail: 'sh' | 'bash';
  /** Words at the beginning of names that its own variables bear. */
  readonly variables: readonly string[];
  /** Dump tools that it holds. */
  readonly tools: readonly string[];
}

const POSTGRESQL = ['pg_dump', 'pg_dumpall', 'pg_basebackup'];

const IMAGES: readonly JobImage[] = [
  { repository: 'postgres', pipefail: 'bash', variables: ['PG', 'GOSU_', 'DOCKER_PG_'], tools: POSTGRESQL },
  {
    repository: 'mysql',
    pipefail: 'sh',
    variables: ['MYSQL_MAJOR', 'MYSQL_VERSION', 'MYSQL_SHELL_VERSION', 'GOSU_'],
    tools: ['mysqldump', 'mysqlpump'],
  },
  { repository: 'mariadb', pipefail: 'bash', variables: ['MARIADB_VERSION', 'GOSU_'], tools: ['mariadb-dump'] },
  {
    repository: 'mongo',
    pipefail: 'bash',
    variables: ['MONGO_VERSION', 'MONGO_MAJOR', 'MONGO_PACKAGE', 'MONGO_REPO', 'GOSU_', 'JSYAML_', 'GLIBC_'],
    tools: ['mongodump'],
  },
  {
    repository: 'redis',
    pipefail: 'bash',
    variables: ['REDIS_VERSION', 'REDIS_DOWNLOAD_', 'GOSU_'],
    tools: ['redis-cli'],
  },
  {
    repository: 'valkey/valkey',
    pipefail: 'bash',
    variables: ['VALKEY_VERSION', 'VALKEY_DOWNLOAD_'],
    tools: ['valkey-cli', 'redis-cli'],
  },
  { repository: 'ubuntu', pipefail: 'bash', variables: [], tools: [] },
  { repository: 'debian', pipefail: 'bash', variables: [], tools: [] },
  { repository: 'alpine', pipefail: 'sh', variables: [], tools: [] },
  { repository: 'busybox', pipefail: 'sh', variables: [], tools: [] },
  { repository: 'google/cloud-sdk', pipefail: 'bash', variables: ['CLOUD_SDK_'], tools: [] },
  { repository: 'amazon/aws-cli', pipefail: 'sh', variables: [], tools: [] },
];

/** The shell of an image that knows `set -o pipefail`; undefined for images of which that is not known. */
export function pipefailShell(image: Image | undefined): 'sh' | 'bash' | undefined {
  const known = knownImage(image);
  if (known === undefined) return undefined;
  return (image?.tag ?? '').includes('alpine') ? 'sh' : known.pipefail;
}

/** True for an image whose variables are known, none of which is that one. */
export function lacksVariable(image: Image | undefined, name: string): boolean {
  const known = knownImage(image);
  return known?.variables.every((prefix) => !name.startsWith(prefix)) === true;
}

/** True for an image that starts no shell by itself: what stands in `args` is run as a program, or handed to its entrypoint, which does so. */
export function startsNoShell(image: Image | undefined): boolean {
  return knownImage(image) !== undefined;
}

/**
 * True for an image of which it is known that it does not hold the tool. MariaDB's has no `mysqldump` from 11.0 on:
 * https://github.com/MariaDB/mariadb-docker/issues/519
 */
export function lacksTool(image: Image | undefined, tool: string): boolean {
  const known = knownImage(image);
  if (known === undefined || known.tools.includes(tool)) return false;
  const major = /^(\d+)/u.exec(image?.tag ?? '')?.[1];
  return known.repository !== 'mariadb' || tool !== 'mysqldump' || (major !== undefined && Number(major) >= 11);
}

/** Folders that Debian, Ubuntu, Alpine and Oracle Linux have: https://refspecs.linuxfoundation.org/FHS_3.0/fhs/index.html */
const FOLDERS =
  /^(?:\/(?:bin|boot|dev|etc|home|lib\w*|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var|data|docker-entrypoint-initdb\.d)?(?:$|\/(?:$)))|^\/(?:var\/(?:tmp|backups?|cache|lib|local|log|mail|opt|run|spool)|usr\/(?:local|share|lib|src|bin)|home\/\w+|proc\/.*|dev\/.*|sys\/.*|run\/.*|etc\/.*|var\/lib\/.*|usr\/.*|data\/.*|docker-entrypoint-initdb\.d\/.*)$/u;

/** True for a folder that an image is known not to have. */
export function lacksFolder(image: Image | undefined, folder: string): boolean {
  return knownImage(image) !== undefined && folder !== '' && !FOLDERS.test(folder);
}

function knownImage(image: Image | undefined): JobImage | undefined {
  if (image === undefined || !isOnDockerHub(image)) return undefined;
  const repository = plainRepository(image);
  return IMAGES.find((one) => one.repository === repository);
}
