/**
 * Why the cluster gave no answer, as far as it decides what to do next. `unreachable`: no connection; `unauthenticated`: it does not know who asks;
 * `forbidden`: it does, and does not let them; `credentials`: the kubeconfig's own program or file for credentials failed; `certificate`: TLS fails;
 * `missing`: no such object or API; `expired`: a resourceVersion too old (410); `conflict`: 409; `busy`: 429; `server`: 5xx; `timeout`; `cancelled`; `broken`:
 * an answer that cannot be understood.
 */
export type TroubleKind =
  | 'unreachable'
  | 'unauthenticated'
  | 'forbidden'
  | 'credentials'
  | 'certificate'
  | 'missing'
  | 'expired'
  | 'conflict'
  | 'invalid'
  | 'busy'
  | 'server'
  | 'timeout'
  | 'cancelled'
  | 'broken';

/** What the API says against one field. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export interface Cause {
  /** As the API writes it: `spec.template.spec.containers[0].image`; undefined where it names none. */
  readonly field: string | undefined;
  readonly message: string;
}

/** An error whose message a person can act on. Never holds a token, a password or a header. */
export class ClusterTrouble extends Error {
  override readonly name = 'ClusterTrouble';
  readonly kind: TroubleKind;
  /** HTTP's status, where there was one. */
  readonly status: number | undefined;
  /** Milliseconds that the server asks to wait (Retry-After). */
  readonly retryAfter: number | undefined;
  /** What the API says of single fields, in its order; and all that it says, where it says something. They may quote what was sent. */
  readonly causes: readonly Cause[];
  readonly said: string | undefined;

  constructor(
    kind: TroubleKind,
    message: string,
    more: {
      readonly status?: number;
      readonly retryAfter?: number;
      readonly cause?: unknown;
      readonly causes?: readonly Cause[];
      readonly said?: string | undefined;
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.kind = kind;
    this.status = more.status;
    this.retryAfter = more.retryAfter;
    this.causes = more.causes ?? [];
    this.said = more.said;
  }
}
