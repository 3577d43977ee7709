import type { EngineId } from '../model/engine.ts';
import type { MemberRole } from '../model/live.ts';
import type { Json, Path } from '../model/object.ts';

/** A kind of custom resource. */
export interface CustomKind {
  readonly group: string;
  /** The one that is stored and documented; the API serves others under the same plural. */
  readonly version: string;
  readonly kind: string;
  /** In the plural, as in paths. */
  readonly plural: string;
}

/** What an operator's custom resource says of its database. What it does not say is undefined. */
export interface Told {
  /** Members that there should be. */
  readonly desired: number | undefined;
  readonly ready: number | undefined;
  /** By the pod's name. */
  readonly roles: ReadonlyMap<string, MemberRole>;
  /** By the pod's name: timelines. */
  readonly histories?: ReadonlyMap<string, string>;
  readonly identity?: string;
  readonly version?: string;
  /** The operator's own word for its state. */
  readonly phase: string | undefined;
  /** What the operator makes of it: `working` while it changes something. */
  readonly state: 'ready' | 'working' | 'failed' | 'unknown';
  /** Stopped on purpose. */
  readonly paused: boolean;
  /** Things that a person should know, in plain words. */
  readonly remarks: readonly string[];
}

/** A custom resource that is a backup, or makes them. Paths lead into the object. */
export interface BackupKind extends CustomKind {
  /** The name of the database's custom resource; the first that is there. */
  readonly database: readonly Path[];
  /** For what repeats: its cron expression, and whether it is suspended. */
  readonly schedule?: Path;
  readonly suspended?: Path;
  /** When the (last) backup ended or was begun, as an ISO time. */
  readonly last: readonly Path[];
  /** The word for how it ended, and what the words mean. All others mean that it runs. */
  readonly result?: Path;
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
}

/** An operator that runs databases, as data. */
export interface Operator {
  /** In {@link FlavourId}s: `operator:cloudnative-pg`. */
  readonly id: string;
  /** As its makers write it. */
  readonly name: string;
  readonly engine: EngineId;
  readonly resource: CustomKind;
  /** The labels that the pods of a custom resource's members have. */
  readonly podLabels: (name: string) => Readonly<Record<string, string>>;
  /** The container of the server in its pods. */
  readonly container: string;
  /** Patroni writes the roles into the pods: the custom resource does not know them. */
  readonly patroni?: boolean;
  /** Reads a custom resource. Never throws: what is not as documented is unknown. */
  readonly read: (body: Json) => Told;
  readonly backups: readonly BackupKind[];
  readonly source: string;
}
