import type { Image } from '../model/workload.ts';

/** Docker's official images under other names: mirrors keep `library/`, and there is one namespace an architecture. */
const OFFICIAL = /^(?:docker\/)?library\/|^(?:amd64|arm32v[567]|arm64v8|i386|mips64le|ppc64le|riscv64|s390x)\//u;

/** The repository as it is called on Docker Hub: `docker/library/postgres` and `arm64v8/postgres` are `postgres`. */
export function plainRepository({ repository }: Image): string {
  return repository.replace(OFFICIAL, '');
}

/** True for Docker Hub, where the first segment is somebody's account. */
export function isOnDockerHub({ registry }: Image): boolean {
  return registry === undefined || registry === 'docker.io' || registry === 'index.docker.io';
}

/** Folders under which registries keep what others built; any other name is a person's or a team's. */
const MIRROR =
  /(?:^|[-_.])(?:library|mirrors?|docker|dockerhub|hub|proxy|proxies|cache|remote|upstream|official|third-?party|vendor|external)(?:$|[-_.])/u;

/**
 * True when an image that bears an official image's name is that one, or a registry's mirror of it (`registry.corp/postgres`,
 * `registry.corp/mirror/postgres`); one under somebody's own name (`someone/postgres`, `ghcr.io/team/postgres`) may hold anything.
 */
export function isOfficialOrMirror(image: Image): boolean {
  const folders = plainRepository(image).split('/').slice(0, -1);
  return folders.length === 0 || (!isOnDockerHub(image) && folders.some((folder) => MIRROR.test(folder)));
}
