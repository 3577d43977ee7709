import type { Json } from '../../engines/model/object.ts';
import type {
  ApiObject,
  Connection,
  ExecOptions,
  ExecResult,
  ExecTarget,
  ObjectName,
  PatchOperation,
  RemoveOptions,
} from '../cluster/connection.ts';
import type { Facts } from './step.ts';

/** What a step tells while it works. */
export interface Progress {
  /** One line, as a person reads it: «412 MiB of about 4.2 GiB sent». No secret. */
  readonly text: string;
  /** 0 to 1, only where it is measured. */
  readonly part?: number;
  /** Measured values for charts: bytes, bytesPerSecond, lagBytes, lagSeconds. */
  readonly measures?: Readonly<Record<string, number>>;
}

/** What a step reads with. */
export type Eyes = Pick<Connection, 'read' | 'list' | 'get' | 'may' | 'logs' | 'version'>;

/**
 * All that a step may do to the cluster. Every write first makes sure that this runner still holds the database's Lease with time to spare, and carries the
 * epoch: a runner that slept past its Lease changes nothing any more.
 */
export interface Hand {
  readonly see: Eyes;
  /** The operation's id, eight characters, for names and labels of what it makes. */
  readonly id: string;
  readonly namespace: string;
  /** The number of times that the database's Lease has changed hands (`spec.leaseTransitions`): a newer holder has a higher one. */
  readonly epoch: number;
  /** Aborted on cancel, at the deadline, and when the Lease is lost. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, by the runner's clock. */
  now(): number;
  /** Waits; throws when the signal is aborted. */
  sleep(milliseconds: number): Promise<void>;
  /** Tells progress. Every step tells something at least every 10 s; where it does not, the runner says «still at it». */
  tell(progress: Progress): void;
  /** What this operation has learnt so far, this run or an earlier one. */
  readonly facts: Facts;
  /** Keeps a fact in the journal, before it returns. */
  keep(key: string, value: Json): Promise<void>;
  /** Removes facts that hold no more, before it returns; those that are not there are fine. */
  forget(keys: readonly string[]): Promise<void>;
  /** Makes an object, labelled as this operation's (`plinth.dev/operation`); one that this operation made before is given back as it is. */
  create(object: ApiObject, name: ObjectName): Promise<ApiObject>;
  /**
   * Patches an object of the database. Beside the operations stands a test of the annotation `plinth.dev/epoch`, which is set first where it is absent or older;
   * where a newer one stands, this runner has been overtaken and stops. It reads the object first: a step needs `get` beside `patch`.
   */
  patch(name: ObjectName, operations: readonly PatchOperation[]): Promise<ApiObject>;
  /** Removes an object; one that is gone already is fine. Give the uid where it is known. */
  remove(name: ObjectName, options?: RemoveOptions): Promise<void>;
  /** Runs a shell script in a container; before it, in the same shell, the epoch is checked against what a newer runner left there. */
  script(target: ExecTarget, script: string, options?: ExecOptions): Promise<ExecResult>;
}
