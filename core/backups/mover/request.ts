import type { EngineId } from '../../../engines/model/engine.ts';
import type { Destination, Manifest, Verification } from '../manifest.ts';
import type { Retention } from '../retention.ts';

/** The variable with the request as JSON. It is never secret; what is secret comes by {@link SECRET_VARIABLES}, each from a Secret. */
export const REQUEST_VARIABLE = 'PLINTH_REQUEST';

/** Variables that hold secrets, and never appear in what the mover prints. `PLINTH_AGE_IDENTITY` is wanted by `fetch` of encrypted backups alone. */
export const SECRET_VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'PLINTH_AGE_IDENTITY',
] as const;

/** The emptyDir that the mover shares with the engine's container. */
export const EXCHANGE = '/plinth';

/** Where a destination that is a claim is mounted. */
export const ROOT = '/backups';

/**
 * Names in the exchange folder. `stream`: the FIFO, made by the engine's container (`mkfifo`). `status`: how the engine's side ended, its exit code as text,
 * written under another name and renamed. `facts`: lines `key=value` (`version`, `identity`, `position.start`, `position.end`, `role`,
 * `count.<name>`, `countAfter.<name>`, and `start.` and `end.` before `gained.<name>` and `lost.<name>`), there before `status`. `moved`: written by the mover before it closes the FIFO; `0` is a whole stream, anything else is not.
 */
export const FILES = { stream: 'stream', status: 'status', facts: 'facts', moved: 'moved' } as const;

/** Names the folder of a database's backups: `<prefix>/<namespace>/<name>`. */
export interface Shelf {
  readonly namespace: string;
  readonly name: string;
}

interface RequestBase {
  readonly destination: Destination;
  /** Where a claim is mounted: {@link ROOT}. */
  readonly root: string;
  /** The folder shared with the engine's container: {@link EXCHANGE}. */
  readonly exchange: string;
  /** Seconds to wait for the engine's side to open the stream, and after the stream's end for its exit code. Default 900 and 60. */
  readonly patience?: { readonly open?: number; readonly status?: number };
}

/** An `id` that the mover makes when it runs, with the time of then; `started` is of then too. For Jobs that are made again and again from one request. */
export const AT_RUN_TIME = 'now';

/** What of a manifest is known before the dump. `started` is milliseconds since 1970. `id` may be {@link AT_RUN_TIME}. */
export type ManifestStart = Pick<
  Manifest,
  'id' | 'database' | 'engine' | 'method' | 'consistency' | 'started' | 'member' | 'tool'
>;

export type StoreRequest = RequestBase & {
  readonly do: 'store';
  readonly start: ManifestStart;
  /** Public keys of age (`age1…`); empty: not encrypted. */
  readonly recipients: readonly string[];
  /** Bytes that the dump is expected to have, where that is known: a bucket takes 10,000 parts at most. */
  readonly expected?: number;
  /** What stays of the database's backups at this destination once this one is complete. Absent: all. */
  readonly retention?: Retention;
};

export type FetchRequest = RequestBase & {
  readonly do: 'fetch';
  readonly shelf: Shelf;
  readonly id: string;
  /** The engine that will read it, and other engines whose dumps it reads. */
  readonly engines: readonly EngineId[];
};

export type ListRequest = RequestBase & {
  readonly do: 'list';
  /** Undefined: those of all databases. */
  readonly shelf?: Shelf;
};

export type RemoveRequest = RequestBase & {
  readonly do: 'remove';
  readonly shelf: Shelf;
  readonly ids: readonly string[];
  /** Where the newest verified backup is among `ids`: another verified one that stays. Looked for at the destination before anything goes (R22). */
  readonly keeps?: string;
};

export type AttestRequest = RequestBase & {
  readonly do: 'attest';
  readonly shelf: Shelf;
  readonly verification: Verification;
};

/** What the mover is to do. */
export type MoverRequest = StoreRequest | FetchRequest | ListRequest | RemoveRequest | AttestRequest;
