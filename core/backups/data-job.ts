import type { Json } from '../../engines/model/object.ts';
import type { JobScript } from '../../engines/model/dump.ts';
import type { Field } from '../../engines/model/field.ts';
import type { Destination } from './manifest.ts';

/** A Job in whose pod the engine's container and the mover work on one stream; without `engine` the mover works alone. */
export interface DataJob {
  readonly name: string;
  readonly namespace: string;
  /** The operation's id: it stands on the Job and its pod. */
  readonly operation: string;
  /** The database's workload, for the label. */
  readonly database: string;
  /** Labels for the pod besides our own: those that a NetworkPolicy of the database asks of its clients. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly engine: EngineSide | undefined;
  readonly mover: MoverSide;
  /** Seconds until Kubernetes ends it. */
  readonly deadline: number;
}

/** The container of the server's own image. */
export interface EngineSide {
  readonly does: 'dump' | 'load' | 'fill';
  /** The server's container as it is written. */
  readonly container: Field;
  /** The server's pod: its user is kept. */
  readonly podSpec: Field;
  /** As the pod of the server reports it, with its digest where it is known; else as written. */
  readonly image: string;
  readonly script: JobScript;
  /** Asks the server right before and right after a dump. */
  readonly around?: JobScript | undefined;
  /** A person's query that is put to the server right before and right after a dump. */
  readonly query?:
    { readonly text: string; readonly database: string | undefined; readonly script: JobScript } | undefined;
  /** A check of the unpacked files. */
  readonly verify?: JobScript | undefined;
  readonly host: string;
  readonly port: number;
  /** A Secret with what the server's container has as plain text: {@link ./login-secret.loginSecret}. */
  readonly login?: string | undefined;
  /** A Secret with an account for dumps: {@link ./job-variables.Heritage.account}. */
  readonly account?: string | undefined;
  /** `key=value` a line; no secret. */
  readonly facts: string;
  /** For `fill`: the claim, its mount as in the server's container, and the data directory. */
  readonly data?:
    | {
        readonly claim: string;
        readonly mountPath: string;
        readonly subPath?: string | undefined;
        readonly path: string;
      }
    | undefined;
}

export interface MoverSide {
  /** An image with Node ≥ 22.15. */
  readonly image: string;
  /** The ConfigMap with the program: `plinth-mover-…`. */
  readonly configMap: string;
  /** What it shall do; given to it as `PLINTH_REQUEST`. No secret. */
  readonly request: Json;
  readonly destination: Destination;
  /** A Secret whose key `identity` holds the private key of an encrypted backup. */
  readonly identity?: string | undefined;
}
