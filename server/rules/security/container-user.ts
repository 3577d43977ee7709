import type { Database } from '../../../engines/model/database.ts';
import type { Field } from '../../../engines/model/field.ts';
import type { ImageUser } from '../../../engines/model/security.ts';

/** As whom the database's container starts, as far as manifest and image say it. */
export interface ContainerUser {
  /** The number that the manifest says; undefined where it says none, or a template does. */
  readonly uid: number | undefined;
  /** The field that says it: the container's, else the pod's. */
  readonly field: Field;
  readonly group: number | undefined;
  /** `root`: by number. `unsaid`: nothing says. `other`: another number, or root is refused. `unknown`: only rendering can tell. */
  readonly state: 'root' | 'unsaid' | 'other' | 'unknown';
  /** What the image does by itself. */
  readonly image: ImageUser | undefined;
}

/**
 * Reads it; the container's word beats the pod's.
 * Source: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
 */
export function userOf({ container, pod, engine, context }: Database): ContainerUser {
  const own = container.field.at('securityContext');
  const ofPod = pod.spec.at('securityContext');
  const choose = (key: string) => (own.at(key).absent ? ofPod.at(key) : own.at(key));
  const field = choose('runAsUser');
  const nonRoot = choose('runAsNonRoot');
  const uid = field.number();
  const state =
    uid === 0
      ? 'root'
      : uid !== undefined || nonRoot.boolean() === true
        ? 'other'
        : field.absent && (nonRoot.absent || nonRoot.known)
          ? 'unsaid'
          : 'unknown';
  return {
    uid,
    field,
    group: choose('runAsGroup').number(),
    state,
    image: engine.security?.user(context),
  };
}
