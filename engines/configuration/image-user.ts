import type { Fact } from '../model/engine.ts';
import type { ImageUser } from '../model/security.ts';
import type { Container } from '../model/workload.ts';

/** The numbers of a user and its group. */
export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

/** The user of an official image, which starts as root and changes to this one; Alpine numbers users differently. */
export function officialUser(container: Container, debian: Fact<UserIds>, alpine: Fact<UserIds> = debian): ImageUser {
  const isAlpine = container.image?.tag?.includes('alpine') ?? false;
  const { value, source } = isAlpine ? alpine : debian;
  return { ...value, startsAsRoot: true, source };
}

/**
 * Bitnami's images run as 1001 in the group of root.
 * Source: https://github.com/bitnami/containers (the Dockerfiles: USER 1001)
 */
export const bitnamiUser: ImageUser = {
  uid: 1001,
  gid: 0,
  startsAsRoot: false,
  source: 'https://github.com/bitnami/containers (the Dockerfiles: USER 1001)',
};

/** The user of images that do not start as root. */
export function plainUser({ value, source }: Fact<UserIds>): ImageUser {
  return { ...value, startsAsRoot: false, source };
}
