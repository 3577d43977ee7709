import type { Connection, Resource } from '../../cluster/connection.ts';
import type { Clock } from './clock.ts';

const PODS: Resource = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };

/** What is known of the right to exec in a namespace. */
interface Known {
  readonly allowed: Promise<boolean>;
  /** When a refusal is asked again; a permission holds until an exec is refused. */
  until: number;
}

/**
 * Whether one may run commands in pods, asked once a namespace by SelfSubjectAccessReview instead of by failing execs, each of which would stand
 * in the cluster's audit log as an attempt.
 * An exec over a WebSocket is a GET, so it takes `get`; newer servers (seen with 1.36) ask for `create` as well, and say so by refusing it.
 * Sources: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access,
 * https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/ (AuthorizePodWebsocketUpgradeCreatePermission)
 */
export class ExecRights {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #refusedFor: number;
  readonly #known = new Map<string, Known>();

  constructor(connection: Connection, clock: Clock, refusedFor: number) {
    this.#connection = connection;
    this.#clock = clock;
    this.#refusedFor = refusedFor;
  }

  /** True where an exec is worth trying: also where the question itself failed. */
  async allows(namespace: string): Promise<boolean> {
    const known = this.#known.get(namespace);
    if (known !== undefined && this.#clock.now() < known.until) return known.allowed;
    const asked: Known = { allowed: this.#ask(namespace), until: Infinity };
    this.#known.set(namespace, asked);
    const allowed = await asked.allowed;
    if (!allowed) asked.until = this.#clock.now() + this.#refusedFor;
    return allowed;
  }

  /** An exec was refused, whatever the review said. */
  refused(namespace: string): void {
    const until = this.#clock.now() + this.#refusedFor;
    this.#known.set(namespace, { allowed: Promise.resolve(false), until });
  }

  async #ask(namespace: string): Promise<boolean> {
    try {
      const right = { verb: 'get', resource: PODS, subresource: 'exec', namespace };
      return (await this.#connection.may(right)).allowed;
    } catch {
      // Not known: the exec will tell. It is asked again the next time.
      this.#known.delete(namespace);
      return true;
    }
  }
}
