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

/** An error whose message a person can act on. Never holds a token, a password or a header. */
export class ClusterTrouble extends Error {
  override readonly name = 'ClusterTrouble';
  readonly kind: TroubleKind;
  /** HTTP's status, where there was one. */
  readonly status: number | undefined;
  /** Milliseconds that the server asks to wait (Retry-After). */
  readonly retryAfter: number | undefined;

  constructor(
    kind: TroubleKind,
    message: string,
    more: { readonly status?: number; readonly retryAfter?: number; readonly cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.kind = kind;
    this.status = more.status;
    this.retryAfter = more.retryAfter;
  }
}
