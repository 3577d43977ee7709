import type { EngineId } from '../../engines/model/engine.ts';

/** Where backups go. Credentials are named, never held. */
export type Destination =
  | {
      readonly kind: 'claim';
      /** A claim in the database's namespace, on another volume than the data. */
      readonly claim: string;
      /** A folder in it, without a slash at the ends; may be empty. */
      readonly prefix: string;
    }
  | {
      readonly kind: 's3';
      /** `https://s3.example.org:9000`; undefined is AWS itself. */
      readonly endpoint: string | undefined;
      readonly region: string;
      readonly bucket: string;
      readonly prefix: string;
      /** The bucket in the path instead of in the host's name. */
      readonly pathStyle: boolean;
      /** A Secret in the database's namespace with `accessKeyId` and `secretAccessKey` (or AWS' own names of variables). */
      readonly secret: string;
      /** A ConfigMap with `ca.crt`, where the endpoint's certificate is one's own. */
      readonly authority: string | undefined;
    };

export type Method = 'logical' | 'physical' | 'snapshot';

/** `application`: as the engine itself would have stopped. `crash`: as after a power cut. */
export type Consistency = 'application' | 'crash';

/**
 * What a backup is, in the file `manifest.json` beside it, written last: a backup without it is not complete. Layout at a destination:
 * `<prefix>/<namespace>/<database>/<id>/{data.zst,manifest.json,verification-<time>.json}`.
 */
export interface Manifest {
  readonly schema: 1;
  /** `20261122t103000z-k3v9x2ab`: sorts by time. */
  readonly id: string;
  readonly database: { readonly namespace: string; readonly kind: string; readonly name: string };
  readonly engine: EngineId;
  /** As the server says it. */
  readonly engineVersion: string;
  readonly method: Method;
  readonly consistency: Consistency;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly ended: number;
  /** Where it starts and ends: LSN, GTID set, replication offset; undefined is unknown. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** PostgreSQL's system identifier, a server's uuid, a replication id. */
  readonly identity: string | undefined;
  /** The member that was read. */
  readonly member: string;
  readonly memberRole: 'primary' | 'replica' | 'unknown';
  /** Files beside the manifest. */
  readonly files: readonly BackupFile[];
  /** What was counted right before the dump: databases, tables, rows, keys. Empty where it could not be counted around the dump. */
  readonly counts: Readonly<Record<string, number>>;
  /** The same counted right after the dump: what it holds lies between the two. Absent where `counts` are exact, or empty. */
  readonly countsAfter?: Readonly<Record<string, number>>;
  /**
   * Where others may have added and removed at the same time: the least and the most that there can have been between the two counts, by what the server says that was
   * added and removed meanwhile. Absent where it does not say.
   */
  readonly countLimits?: Readonly<Record<string, readonly [least: number, most: number]>>;
  /**
   * A person's query, and fingerprints (SHA-256) of the server's answers right before and right after the dump: the answers themselves may be anybody's data. An absent one is unknown.
   */
  readonly query?: AskedQuery;
  readonly compression: 'zstd' | 'none';
  /** `age`: by the recipients' public keys; who holds no private key cannot read it. */
  readonly encryption: 'age' | 'none';
  /** `plinth 0.1.0`. */
  readonly tool: string;
}

/** A query and what the source answered. */
export interface AskedQuery {
  readonly text: string;
  /** Undefined: the engine's own default. */
  readonly database?: string;
  readonly before?: string;
  readonly after?: string;
}

export interface BackupFile {
  readonly name: string;
  /** Bytes as stored. */
  readonly size: number;
  /** Bytes before compression and encryption. */
  readonly plainSize: number;
  /** Of the bytes as stored, in hexadecimal. */
  readonly sha256: string;
}

/** The outcome of one restore test, in a file of its own beside the manifest. */
export interface Verification {
  readonly schema: 1;
  readonly backup: string;
  readonly at: number;
  readonly outcome: 'verified' | 'failed';
  /** In plain words, what was checked, or what was found. */
  readonly findings: readonly string[];
  /** Seconds from the first byte read until the restored server answered the last check: the measured RTO. */
  readonly seconds: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly tool: string;
}

/** A backup as it is listed. `partial`: no manifest, or files missing or of the wrong size. */
export interface IndexedBackup {
  readonly id: string;
  readonly state: 'unverified' | 'verified' | 'failed' | 'partial';
  /** Undefined for `partial` without a manifest. */
  readonly manifest: Manifest | undefined;
  /** The newest. */
  readonly verification: Verification | undefined;
  /** For `partial` and `failed`, in plain words. */
  readonly why: string | undefined;
}
