import type { Field } from '../../engines/model/field.ts';
import type { Json } from '../../engines/model/object.ts';

/** The server's pod and container as they are written. */
export interface ServerPod {
  readonly container: Field;
  readonly podSpec: Field;
}

/** Whose user the server's image has where its pod names none: the official images of PostgreSQL, MySQL, MariaDB and Redis make it 999. */
const USER = 999;
/** The server's own user, unless that is root: neither program needs to be it. */
export function userOf(engine: ServerPod | undefined): number {
  const own = engine?.container.at('securityContext', 'runAsUser').number();
  const ofPod = engine?.podSpec.at('securityContext', 'runAsUser').number();
  return [own, ofPod].find((user) => user !== undefined && user !== 0) ?? USER;
}

/** The server's own group, unless that is root's. */
export function groupOf(engine: ServerPod | undefined, user: number): number {
  const own = engine?.container.at('securityContext', 'runAsGroup').number();
  const ofPod = engine?.podSpec.at('securityContext', 'runAsGroup').number();
  return [own, ofPod].find((group) => group !== undefined && group !== 0) ?? user;
}

/** The group of the pod's volumes. */
export function fsGroupOf(engine: ServerPod | undefined, user: number): number {
  const group = engine?.podSpec.at('securityContext', 'fsGroup').number();
  return group !== undefined && group !== 0 ? group : user;
}

/** Pull secrets and tolerations of the server's pod: its image must be pullable, and a node of its pool may be the only one. */
export function placeOf(engine: ServerPod | undefined): Record<string, Json> {
  const kept: Record<string, Json> = {};
  for (const key of ['imagePullSecrets', 'tolerations', 'nodeSelector']) {
    const value = engine?.podSpec.at(key).value;
    if (value !== undefined) kept[key] = value;
  }
  return kept;
}
